package dev.backstep.internal.impala;

import dev.backstep.impala.Certificate;
import dev.backstep.impala.Listener;
import dev.backstep.impala.Tls;
import dev.backstep.internal.planning.Problems;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What can be known of the encryption that is asked for without asking AWS. */
final class TlsRules {

  private static final int LONGEST_DOMAIN = 64;
  private static final int LONGEST_NAME = 253;
  private static final int MOST_NAMES = 100;
  private static final Duration LONGEST_WAIT = Duration.ofHours(72);

  private final BalancerSpec spec;
  private final Tls tls;
  private final Problems problems;

  private TlsRules(BalancerSpec spec, Tls tls, Problems problems) {
    this.spec = spec;
    this.tls = tls;
    this.problems = problems;
  }

  static void check(BalancerSpec spec, Problems problems) {
    spec.tls().ifPresent(tls -> new TlsRules(spec, tls, problems).check());
  }

  /** What depends on the region, which a setting may have to be read from the environment for. */
  static void checkRegion(BalancerSpec spec, String region, Problems problems) {
    spec.certificate()
        .filter(Certificate.Given.class::isInstance)
        .map(it -> ((Certificate.Given) it).arn())
        .ifPresent(
            arn ->
                problems.unless(
                    CertificateArn.region(arn).map(region::equals).orElse(true),
                    "tls: certificate \"%s\" is in %s (expected: one in %s, where the load balancer is)",
                    arn,
                    CertificateArn.region(arn).orElse(""),
                    region));
  }

  private void check() {
    checkMode();
    checkPorts();
    checkBehind();
    problems.unless(
        tls.securityPolicy().matches("ELBSecurityPolicy-[0-9A-Za-z-]+")
            && !tls.securityPolicy().matches(".*(TLS13|-FS-).*"),
        "tls.securityPolicy: \"%s\" (expected: one of those for classic load balancers, such as \"%s\")",
        tls.securityPolicy(),
        Tls.DEFAULT_SECURITY_POLICY);
    tls.certificate().ifPresent(this::checkCertificate);
  }

  private void checkMode() {
    boolean through = tls.mode() == Tls.Mode.PASSTHROUGH;
    problems.unless(
        through == tls.certificate().isEmpty(),
        "tls: %s %s (expected: a certificate for OFFLOAD and REENCRYPT, none for PASSTHROUGH)",
        tls.mode(),
        through ? "with a certificate" : "without a certificate");
    problems.unless(
        !through || tls.parallelPorts().isEmpty(),
        "tls.onPort: %s with PASSTHROUGH (expected: none, since its listeners stay as they are)",
        tls.parallelPorts());
  }

  private void checkPorts() {
    Set<Integer> taken = new HashSet<>(spec.listeners().stream().map(Listener::port).toList());
    Set<Integer> tcp = Set.copyOf(taken);
    tls.parallelPorts()
        .forEach(
            (from, to) -> {
              problems.unless(
                  tcp.contains(from),
                  "tls.onPort: %d is no listener's port (expected: one of %s)",
                  from,
                  tcp.stream().sorted().toList());
              problems.unless(
                  to >= 1 && to <= 65535, "tls.onPort: %d (expected: a port, 1 to 65535)", to);
              problems.unless(
                  taken.add(to),
                  "tls.onPort: port %d is taken by another listener (expected: one that is free)",
                  to);
            });
  }

  /** Listeners that share a port of the instances agree on whether TLS is used with it. */
  private void checkBehind() {
    Map<Integer, Front> byInstancePort = new HashMap<>();
    for (Front front : spec.fronts()) {
      Front other = byInstancePort.putIfAbsent(front.instancePort(), front);
      problems.unless(
          other == null || other.secureBehind() == front.secureBehind(),
          "tls: %s and %s share port %d of the instances and do not agree on TLS there (expected: offload with onPort, or other instance ports)",
          other,
          front,
          front.instancePort());
    }
  }

  private void checkCertificate(Certificate certificate) {
    if (certificate instanceof Certificate.Given given) {
      problems.unless(
          CertificateArn.isOne(given.arn()),
          "tls: \"%s\" (expected: the ARN of a certificate of ACM or IAM, such as \"arn:aws:acm:us-west-2:123456789012:certificate/...\")",
          given.arn());
    } else if (certificate instanceof Certificate.Request request) {
      checkRequest(request);
    }
  }

  private void checkRequest(Certificate.Request request) {
    problems.unless(
        request.domain().length() <= LONGEST_DOMAIN,
        "tls: \"%s\" has %d characters (expected: at most %d for the first name; others may be longer)",
        request.domain(),
        request.domain().length(),
        LONGEST_DOMAIN);
    List<String> names = request.names();
    problems.unless(
        names.size() <= MOST_NAMES,
        "tls: %d names (expected: at most %d)",
        names.size(),
        MOST_NAMES);
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      problems.unless(seen.add(name), "tls: \"%s\" is there twice", name);
      checkName(name);
    }
    request
        .hostedZone()
        .ifPresent(
            zone ->
                problems.unless(
                    zone.matches("(/hostedzone/)?[0-9A-Z]{1,32}"),
                    "tls.validatedByDns: \"%s\" (expected: the id of a hosted zone, such as \"Z0123456789ABCDEFGHIJ\")",
                    zone));
    Duration wait = request.parkAfter();
    problems.unless(
        wait.compareTo(Duration.ofSeconds(1)) >= 0 && wait.compareTo(LONGEST_WAIT) <= 0,
        "tls.parkAfter: %s (expected: 1 s to 72 h, after which ACM gives up)",
        wait);
  }

  private void checkName(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    problems.unless(
        name.length() <= LONGEST_NAME
            && plain.equals(name)
            && plain.matches(
                "(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"),
        "tls: \"%s\" (expected: a domain name in lower case, such as \"impala.example.com\" or \"*.example.com\")",
        name);
    problems.unless(
        !plain.matches("(.*\\.)?amazonaws\\.com(\\.cn)?"),
        "tls: \"%s\" is Amazon's own, for which ACM issues no certificate (expected: a name of yours that leads to the load balancer by a CNAME record or an alias)",
        name);
  }
}
