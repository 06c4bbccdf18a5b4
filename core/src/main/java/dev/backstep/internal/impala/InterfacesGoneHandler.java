package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** DescribeNetworkInterfaces, until none is described as the balancer's. */
final class InterfacesGoneHandler implements StepHandler<InterfacesGoneStep> {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final AwsAccess aws;

  InterfacesGoneHandler(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public Outcome attempt(InterfacesGoneStep step, Attempt run) {
    List<Filter> filters =
        List.of(
            Filter.builder().name("description").values("ELB " + step.balancer()).build(),
            Filter.builder().name("requester-id").values("amazon-elb").build());
    List<String> there =
        run.read(
            "ec2:DescribeNetworkInterfaces",
            () ->
                aws
                    .ec2()
                    .describeNetworkInterfacesPaginator(request -> request.filters(filters))
                    .networkInterfaces()
                    .stream()
                    .map(NetworkInterface::networkInterfaceId)
                    .toList());
    return there.isEmpty()
        ? Outcome.done()
        : new Outcome.NotYet(
            LOOK_AGAIN,
            "AWS still keeps network interfaces of the balancer: " + String.join(", ", there));
  }

  @Override
  public Duration patience(InterfacesGoneStep step) {
    return PATIENCE;
  }

  @Override
  public String family() {
    return ApiFamily.EC2_READ.name();
  }
}
