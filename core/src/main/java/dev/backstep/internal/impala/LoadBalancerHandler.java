package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;

/**
 * CreateLoadBalancer. AWS takes an identical request for a balancer that is there as made; the run
 * tag in the request makes sure that this can only be this run's own.
 */
final class LoadBalancerHandler implements StepHandler<LoadBalancerStep> {

  private static final Duration CERTIFICATE_KNOWN = Duration.ofMinutes(5);

  private final AwsAccess aws;
  private final LoadBalancers balancers;

  LoadBalancerHandler(AwsAccess aws, LoadBalancers balancers) {
    this.aws = aws;
    this.balancers = balancers;
  }

  @Override
  public Outcome attempt(LoadBalancerStep step, Attempt run) {
    CreateLoadBalancerRequest request = request(step, run);
    CreateLoadBalancerResponse made =
        run.change(
            "elasticloadbalancing:CreateLoadBalancer",
            () -> aws.elasticLoadBalancing().createLoadBalancer(request));
    return made(step, made.dnsName(), run);
  }

  @Override
  public Outcome lookUp(LoadBalancerStep step, Attempt run) {
    Optional<Map<String, String>> tags = balancers.tags(step.name(), run);
    if (tags.isEmpty()) {
      return new Outcome.NotYet(
          Duration.ofSeconds(2), "load balancer %s is not visible yet".formatted(step.name()));
    }
    if (run.madeByThisRun(step.name(), tags.get()).isEmpty()) {
      return new Outcome.Refused(
          Failure.of(
              ErrorClass.CONFLICT,
              "DuplicateLoadBalancerName",
              "load balancer %s is there already and was not made by this run; it was left alone"
                  .formatted(step.name())));
    }
    return made(step, null, run);
  }

  /** A certificate that was just issued may be unknown to load balancers for a while. */
  @Override
  public Duration retryWindow(LoadBalancerStep step, ErrorClass errorClass, Duration usual) {
    boolean presents = step.listeners().stream().anyMatch(port -> port.certificate() != null);
    return presents && errorClass == ErrorClass.EVENTUAL ? CERTIFICATE_KNOWN : usual;
  }

  @Override
  public String family() {
    return ApiFamily.ELB_CHANGE.name();
  }

  /** The answer to a repeated request may lack the DNS name; then it is read. */
  private Outcome made(LoadBalancerStep step, @Nullable String dnsName, Attempt run) {
    Optional<String> name =
        Optional.ofNullable(dnsName)
            .filter(known -> !known.isBlank())
            .or(() -> balancers.dnsName(step.name(), run));
    return name.<Outcome>map(dns -> new Outcome.Done(Map.of("id", step.name(), "dnsName", dns)))
        .orElseGet(
            () ->
                new Outcome.NotYet(
                    Duration.ofSeconds(2),
                    "load balancer %s has no DNS name yet".formatted(step.name())));
  }

  private static CreateLoadBalancerRequest request(LoadBalancerStep step, Attempt run) {
    CreateLoadBalancerRequest.Builder request =
        CreateLoadBalancerRequest.builder()
            .loadBalancerName(step.name())
            .listeners(step.listeners().stream().map(port -> listener(port, run)).toList())
            .subnets(step.subnets())
            .securityGroups(run.id(step.group()))
            .tags(tags(step, run));
    if (step.internal()) {
      request.scheme("internal");
    }
    return request.build();
  }

  private static Listener listener(LoadBalancerStep.Port port, Attempt run) {
    return Listener.builder()
        .sslCertificateId(port.certificate() == null ? null : run.id(port.certificate()))
        .protocol(port.protocol())
        .loadBalancerPort(port.port())
        .instanceProtocol(port.instanceProtocol())
        .instancePort(port.instancePort())
        .build();
  }

  private static List<Tag> tags(LoadBalancerStep step, Attempt run) {
    Map<String, String> all = new LinkedHashMap<>(step.tags());
    all.putAll(run.tags());
    return all.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
