package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** AuthorizeSecurityGroupIngress, one rule a call, so that each is known and tagged by itself. */
public final class IngressRuleHandler implements StepHandler<IngressRuleStep> {

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public IngressRuleHandler(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public Outcome attempt(IngressRuleStep step, Attempt run) {
    IpPermission permission = permission(step, run);
    AuthorizeSecurityGroupIngressResponse made =
        run.change(
            "ec2:AuthorizeSecurityGroupIngress",
            () ->
                aws.ec2()
                    .authorizeSecurityGroupIngress(
                        request ->
                            request
                                .groupId(run.id(step.group()))
                                .ipPermissions(permission)
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
    DescribeSecurityGroupRulesRequest request =
        DescribeSecurityGroupRulesRequest.builder()
            .filters(Filter.builder().name("group-id").values(run.id(step.group())).build())
            .build();
    List<SecurityGroupRule> rules =
        run.read(
            "ec2:DescribeSecurityGroupRules",
            () ->
                aws.ec2().describeSecurityGroupRulesPaginator(request).securityGroupRules().stream()
                    .toList());
    Optional<SecurityGroupRule> there =
        rules.stream().filter(rule -> serves(rule, step, run)).findFirst();
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

  private static IpPermission permission(IngressRuleStep step, Attempt run) {
    IpPermission.Builder permission =
        IpPermission.builder().ipProtocol("tcp").fromPort(step.port()).toPort(step.port());
    String description = "backstep run " + run.runId();
    if (step.sourceGroup() != null) {
      permission.userIdGroupPairs(
          UserIdGroupPair.builder()
              .groupId(run.id(step.sourceGroup()))
              .description(description)
              .build());
    } else if (isIpv6(step)) {
      permission.ipv6Ranges(
          Ipv6Range.builder().cidrIpv6(step.cidr()).description(description).build());
    } else {
      permission.ipRanges(IpRange.builder().cidrIp(step.cidr()).description(description).build());
    }
    return permission.build();
  }

  private static boolean serves(SecurityGroupRule rule, IngressRuleStep step, Attempt run) {
    boolean port =
        !Boolean.TRUE.equals(rule.isEgress())
            && "tcp".equals(rule.ipProtocol())
            && Integer.valueOf(step.port()).equals(rule.fromPort())
            && Integer.valueOf(step.port()).equals(rule.toPort());
    if (step.sourceGroup() != null) {
      return port
          && rule.referencedGroupInfo() != null
          && run.id(step.sourceGroup()).equals(rule.referencedGroupInfo().groupId());
    }
    return port
        && step.cidr() != null
        && step.cidr().equals(isIpv6(step) ? rule.cidrIpv6() : rule.cidrIpv4());
  }

  private static boolean isIpv6(IngressRuleStep step) {
    return step.cidr() != null && step.cidr().contains(":");
  }
}
