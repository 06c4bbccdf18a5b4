package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** AuthorizeSecurityGroupIngress, one rule a call, so that each is known and tagged by itself. */
public final class IngressRuleHandler implements StepHandler<IngressRuleStep> {

  private final AwsAccess aws;
  private final SecurityGroupRules rules;

  /** In the account and region of an access. */
  public IngressRuleHandler(AwsAccess aws, SecurityGroupRules rules) {
    this.aws = aws;
    this.rules = rules;
  }

  @Override
  public Outcome attempt(IngressRuleStep step, Attempt run) {
    AuthorizeSecurityGroupIngressResponse made =
        run.change(
            "ec2:AuthorizeSecurityGroupIngress",
            () ->
                aws.ec2()
                    .authorizeSecurityGroupIngress(
                        request ->
                            request
                                .groupId(run.id(step.group()))
                                .ipPermissions(
                                    RuleText.permission(
                                        text(step, run), "backstep run " + run.runId()))
                                .tagSpecifications(
                                    Ec2Tags.at(ResourceType.SECURITY_GROUP_RULE, run.tags()))));
    return made.securityGroupRules().stream()
        .findFirst()
        .map(rule -> Outcome.done(rule.securityGroupRuleId()))
        .orElseGet(Outcome::done);
  }

  /** The rule that is there serves, whoever made it; only one of ours is remembered as made. */
  @Override
  public Outcome lookUp(IngressRuleStep step, Attempt run) {
    Optional<SecurityGroupRule> there =
        rules.read(run, "group-id", run.id(step.group())).stream()
            .filter(rule -> RuleText.of(rule).equals(Optional.of(text(step, run))))
            .findFirst();
    return there
        .map(
            rule ->
                run.madeByThisRun(rule.securityGroupRuleId(), Ec2Tags.map(rule.tags()))
                    .map(owned -> Outcome.done(owned.id()))
                    .orElseGet(Outcome::done))
        .orElseGet(() -> new Outcome.NotYet(Duration.ofSeconds(2), "the rule is not visible yet"));
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private static String text(IngressRuleStep step, Attempt run) {
    String source = step.cidr();
    return RuleText.of(
        step.port(),
        source != null ? source : run.id(java.util.Objects.requireNonNull(step.sourceGroup())));
  }
}
