package dev.backstep.internal.impala;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;

/**
 * What a listener does, as text without its port: {@code TCP to TCP:21050}, or {@code SSL to
 * TCP:21050 with arn:...} for one that has a certificate.
 */
final class ListenerText {

  private static final Pattern FORM =
      Pattern.compile("([A-Z]+) to ([A-Z]+):(\\d+)(?: with (\\S+))?");

  private ListenerText() {}

  static String of(dev.backstep.impala.Listener listener) {
    return "TCP to TCP:" + listener.instancePort();
  }

  static String of(Listener listener) {
    String instanceProtocol =
        Optional.ofNullable(listener.instanceProtocol()).orElse(listener.protocol());
    String certificate =
        Optional.ofNullable(listener.sslCertificateId()).map(arn -> " with " + arn).orElse("");
    return "%s to %s:%d%s"
        .formatted(listener.protocol(), instanceProtocol, listener.instancePort(), certificate);
  }

  static Listener parse(String port, String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a listener: " + text);
    }
    return Listener.builder()
        .protocol(parts.group(1))
        .loadBalancerPort(Integer.parseInt(port))
        .instanceProtocol(parts.group(2))
        .instancePort(Integer.parseInt(parts.group(3)))
        .sslCertificateId(parts.group(4))
        .build();
  }
}
