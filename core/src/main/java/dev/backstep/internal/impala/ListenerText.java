package dev.backstep.internal.impala;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;

/**
 * What a listener does, without its port. As text: {@code TCP to TCP:21050}, or {@code SSL to
 * TCP:21050 with arn:... under Policy-1} for one that has a certificate and policies.
 *
 * @param protocol of the clients' side
 * @param instanceProtocol of the instances' side
 * @param instancePort the instances' port
 * @param certificate its ARN; empty for none
 * @param policies the names of its policies, sorted
 */
record ListenerText(
    String protocol,
    String instanceProtocol,
    int instancePort,
    String certificate,
    List<String> policies) {

  private static final Pattern FORM =
      Pattern.compile("([A-Z]+) to ([A-Z]+):(\\d+)(?: with (\\S+))?(?: under (\\S+))?");

  ListenerText {
    policies = policies.stream().sorted().toList();
  }

  static ListenerText of(ListenerDescription description) {
    Listener listener = description.listener();
    return new ListenerText(
        listener.protocol(),
        Optional.ofNullable(listener.instanceProtocol()).orElse(listener.protocol()),
        listener.instancePort(),
        Optional.ofNullable(listener.sslCertificateId()).orElse(""),
        description.policyNames());
  }

  static ListenerText parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a listener: " + text);
    }
    return new ListenerText(
        parts.group(1),
        parts.group(2),
        Integer.parseInt(parts.group(3)),
        Optional.ofNullable(parts.group(4)).orElse(""),
        Optional.ofNullable(parts.group(5)).map(all -> List.of(all.split(","))).orElse(List.of()));
  }

  /** For a listener that may not be there. */
  static Optional<ListenerText> parsed(@Nullable String text) {
    return Optional.ofNullable(text).map(ListenerText::parse);
  }

  /** Whether clients use TLS with it. */
  boolean isSecure() {
    return isSecure(protocol);
  }

  /** Whether it uses TLS with the instances. */
  boolean isSecureBehind() {
    return isSecure(instanceProtocol);
  }

  private static boolean isSecure(String protocol) {
    return protocol.equals("SSL") || protocol.equals("HTTPS");
  }

  /** Whether it is the same but for its policies, which are set once it is there. */
  boolean isButForPolicies(ListenerText other) {
    return isButForCertificate(other) && certificate.equals(other.certificate);
  }

  /** Whether it is the same but for certificate and policies, which can be changed in place. */
  boolean isButForCertificate(ListenerText other) {
    return protocol.equals(other.protocol)
        && instanceProtocol.equals(other.instanceProtocol)
        && instancePort == other.instancePort
        && certificate.isEmpty() == other.certificate.isEmpty();
  }

  Listener on(int port) {
    return Listener.builder()
        .protocol(protocol)
        .loadBalancerPort(port)
        .instanceProtocol(instanceProtocol)
        .instancePort(instancePort)
        .sslCertificateId(certificate.isEmpty() ? null : certificate)
        .build();
  }

  @Override
  public String toString() {
    return "%s to %s:%d%s%s"
        .formatted(
            protocol,
            instanceProtocol,
            instancePort,
            certificate.isEmpty() ? "" : " with " + certificate,
            policies.isEmpty() ? "" : " under " + String.join(",", policies));
  }
}
