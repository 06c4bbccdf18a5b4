package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** CreateSecurityGroup. Its unique name makes sending it again safe. */
public final class SecurityGroupHandler implements StepHandler<SecurityGroupStep> {

  private final AwsAccess aws;
  private final SecurityGroups groups;

  /** In the account and region of an access. */
  public SecurityGroupHandler(AwsAccess aws, SecurityGroups groups) {
    this.aws = aws;
    this.groups = groups;
  }

  @Override
  public Outcome attempt(SecurityGroupStep step, Attempt run) {
    CreateSecurityGroupResponse made =
        run.change(
            "ec2:CreateSecurityGroup",
            () ->
                aws.ec2()
                    .createSecurityGroup(
                        request ->
                            request
                                .vpcId(step.vpc())
                                .groupName(step.name())
                                .description(step.description())
                                .tagSpecifications(
                                    Ec2Tags.at(
                                        ResourceType.SECURITY_GROUP,
                                        Ec2Tags.merged(step.tags(), run.tags())))));
    return Outcome.done(made.groupId());
  }

  @Override
  public Outcome lookUp(SecurityGroupStep step, Attempt run) {
    Optional<Deletable.Live> live = groups.findNamed(step.vpc(), step.name(), run);
    if (live.isEmpty()) {
      return new Outcome.NotYet(
          Duration.ofSeconds(2), "security group \"%s\" is not visible yet".formatted(step.name()));
    }
    return run.madeByThisRun(live.get().id(), live.get().tags())
        .map(owned -> Outcome.done(owned.id()))
        .orElseGet(() -> somebodyElses(step, live.get()));
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private static Outcome somebodyElses(SecurityGroupStep step, Deletable.Live live) {
    return new Outcome.Refused(
        Failure.of(
            ErrorClass.CONFLICT,
            "InvalidGroup.Duplicate",
            "security group \"%s\" in %s is there already as %s and was not made by this run; it was left alone"
                .formatted(step.name(), step.vpc(), live.id())));
  }
}
