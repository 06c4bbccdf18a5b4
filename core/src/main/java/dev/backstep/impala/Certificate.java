package dev.backstep.impala;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The certificate that a balancer presents to clients: one that is there, or one to ask AWS
 * Certificate Manager (ACM) for. A classic load balancer takes RSA keys of at most 2048 bits from
 * ACM, and only of its own region.
 */
public sealed interface Certificate {

  /** A certificate that is there: of ACM, or a server certificate of IAM. It is never deleted. */
  static Given arn(String arn) {
    return new Given(arn);
  }

  /**
   * A certificate to ask ACM for, validated by DNS unless said otherwise. One that was asked for
   * earlier for the same cluster and names is used again; {@code destroy()} removes it.
   *
   * @param domain the name that clients connect to, at most 64 characters; may begin with {@code
   *     *.}. Not the balancer's own name: ACM issues none for {@code amazonaws.com}
   */
  static Request request(String domain) {
    return new Request(domain, List.of(), Validation.DNS, Optional.empty(), Duration.ofMinutes(10));
  }

  /**
   * A certificate that is there.
   *
   * @param arn such as {@code arn:aws:acm:us-west-2:123456789012:certificate/...} or {@code
   *     arn:aws:iam::123456789012:server-certificate/...}
   */
  record Given(String arn) implements Certificate {
    /** Nothing is checked here but that it is given: a plan lists what is wrong. */
    public Given {
      Objects.requireNonNull(arn, "certificate: arn");
    }

    @Override
    public String toString() {
      return arn;
    }
  }

  /**
   * A certificate to ask for.
   *
   * @param domain its first name
   * @param otherNames its other names
   * @param validation how ACM finds out that the names are the account's to use
   * @param hostedZone the hosted zone of Route 53 in which the records for DNS validation are made;
   *     empty: a person makes them
   * @param parkAfter how long a run waits for ACM to issue it before it parks, 1 s to 72 h
   */
  record Request(
      String domain,
      List<String> otherNames,
      Validation validation,
      Optional<String> hostedZone,
      Duration parkAfter)
      implements Certificate {

    /** Copies the list. */
    public Request {
      Objects.requireNonNull(domain, "certificate: domain");
      otherNames = List.copyOf(otherNames);
      Objects.requireNonNull(validation, "certificate: validation");
      Objects.requireNonNull(hostedZone, "certificate: hostedZone");
      Objects.requireNonNull(parkAfter, "certificate.parkAfter");
    }

    /** Adds names: at most 100 in all, which is more than most accounts' quota of 10. */
    public Request alsoFor(String... names) {
      return new Request(
          domain,
          Stream.concat(otherNames.stream(), Stream.of(names)).toList(),
          validation,
          hostedZone,
          parkAfter);
    }

    /**
     * Validated by a CNAME record for each name, which the run makes in a hosted zone of Route 53,
     * and takes back with the certificate.
     *
     * @param hostedZone its id, such as {@code Z0123456789ABCDEFGHIJ}
     */
    public Request validatedByDns(String hostedZone) {
      return new Request(domain, otherNames, Validation.DNS, Optional.of(hostedZone), parkAfter);
    }

    /**
     * Validated by a CNAME record for each name, which somebody makes: the run says which, waits
     * for a while, and parks until {@code Runs.resume}.
     */
    public Request validatedByDns() {
      return new Request(domain, otherNames, Validation.DNS, Optional.empty(), parkAfter);
    }

    /** Validated by a mail to the owners of the names: the run waits for a while, then parks. */
    public Request validatedByEmail() {
      return new Request(domain, otherNames, Validation.EMAIL, Optional.empty(), parkAfter);
    }

    /**
     * How long a run waits for the certificate before it parks, to be resumed once it is issued: 1
     * s to 72 h, after which ACM gives up. Default: 10 minutes.
     */
    public Request parkAfter(Duration wait) {
      return new Request(domain, otherNames, validation, hostedZone, wait);
    }

    /** All of its names, the first one first. */
    public List<String> names() {
      return Stream.concat(Stream.of(domain), otherNames.stream()).toList();
    }
  }

  /** How ACM finds out that names are the account's to use. */
  enum Validation {
    /** By a CNAME record for each name. */
    DNS,
    /** By a mail to the owners of each name. */
    EMAIL
  }
}
