package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.impala.TlsReport;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import dev.backstep.internal.tls.Handshakes;
import dev.backstep.plan.StepReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A TLS handshake as a client would make it. Where there is no way there from here, which is no
 * fault of the balancer's, it is done, with a warning.
 */
final class HandshakeHandler implements StepHandler<HandshakeStep> {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

  private final AwsAccess aws;
  private final LoadBalancers balancers;

  HandshakeHandler(AwsAccess aws, LoadBalancers balancers) {
    this.aws = aws;
    this.balancers = balancers;
  }

  @Override
  public Outcome attempt(HandshakeStep step, Attempt run) {
    Optional<String> host = balancers.dnsName(step.balancer(), run);
    if (host.isEmpty()) {
      return new Outcome.NotYet(LOOK_AGAIN, "%s has no DNS name".formatted(step.balancer()));
    }
    TlsReport.Port seen = new Handshakes(aws.dialer()).look(host.get(), step.port());
    return switch (seen.outcome()) {
      case SEEN -> seen(step, seen);
      case FAILED ->
          new Outcome.NotYet(
              LOOK_AGAIN,
              "no TLS handshake with %s:%d: %s".formatted(host.get(), step.port(), seen.detail()));
      case UNREACHABLE -> unreachable(host.get(), seen, run);
    };
  }

  private static Outcome seen(HandshakeStep step, TlsReport.Port seen) {
    List<String> names = seen.own().names();
    return step.names().isEmpty() || names.stream().anyMatch(step.names()::contains)
        ? new Outcome.Done(
            Map.of(
                "protocol", seen.protocol(),
                "subject", seen.own().subject(),
                "issuer", seen.own().issuer()))
        : new Outcome.NotYet(
            LOOK_AGAIN,
            "port %d presents a certificate for %s (expected: one of %s)"
                .formatted(step.port(), names, step.names()));
  }

  private static Outcome unreachable(String host, TlsReport.Port seen, Attempt run) {
    String warning =
        "%s:%d is unreachable from here, so no handshake was tried: %s"
            .formatted(host, seen.number(), seen.detail());
    run.output("warning: " + warning);
    return new Outcome.Done(Map.of(StepReport.WARNING, warning));
  }

  @Override
  public Duration patience(HandshakeStep step) {
    return step.within();
  }

  @Override
  public String family() {
    return ApiFamily.ELB_READ.name();
  }
}
