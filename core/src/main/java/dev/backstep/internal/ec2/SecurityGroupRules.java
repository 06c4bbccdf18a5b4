package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Owned;
import dev.backstep.internal.engine.Undo;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** Ingress rules as things that are found and deleted, by rule id; scope is the group. */
public final class SecurityGroupRules implements Deletable {

  /** The kind in {@link Undo.DeleteMade}. */
  public static final String KIND = "security-group-rule";

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public SecurityGroupRules(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public String kind() {
    return KIND;
  }

  /**
   * A rule whose id is not known is found by its tags: it may name a group that the run has made
   * after the plan.
   */
  @Override
  public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
    List<SecurityGroupRule> rules =
        id.map(known -> read(run, "security-group-rule-id", known))
            .orElseGet(() -> read(run, "group-id", undo.scope()));
    return rules.stream()
        .map(rule -> new Live(rule.securityGroupRuleId(), Ec2Tags.map(rule.tags())))
        .filter(rule -> id.isPresent() || rule.tags().entrySet().containsAll(run.tags().entrySet()))
        .findFirst();
  }

  /** The rules that a filter lets through. */
  List<SecurityGroupRule> read(Attempt run, String filter, String value) {
    DescribeSecurityGroupRulesRequest request =
        DescribeSecurityGroupRulesRequest.builder()
            .filters(Filter.builder().name(filter).values(value).build())
            .build();
    return run.read(
        "ec2:DescribeSecurityGroupRules",
        () ->
            aws.ec2().describeSecurityGroupRulesPaginator(request).securityGroupRules().stream()
                .toList());
  }

  @Override
  public Outcome delete(Owned rule, Attempt run) {
    String group = groupOf(rule, run);
    run.change(
        "ec2:RevokeSecurityGroupIngress",
        () ->
            aws.ec2()
                .revokeSecurityGroupIngress(
                    request -> request.groupId(group).securityGroupRuleIds(rule.id())));
    return Outcome.done(rule.id());
  }

  @Override
  public String command(String idOrName) {
    return "aws ec2 describe-security-group-rules --region %s --security-group-rule-ids %s"
            .formatted(aws.regionName(), idOrName)
        + " --query 'SecurityGroupRules[0].GroupId' --output text | xargs -I@"
        + " aws ec2 revoke-security-group-ingress --region %s --group-id @ --security-group-rule-ids %s"
            .formatted(aws.regionName(), idOrName);
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private String groupOf(Owned rule, Attempt run) {
    return read(run, "security-group-rule-id", rule.id()).stream()
        .map(SecurityGroupRule::groupId)
        .findFirst()
        .orElse("");
  }
}
