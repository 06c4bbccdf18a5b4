package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.Settings;
import dev.backstep.internal.engine.Tags;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/**
 * The ingress rules of a security group by their text, and whether they carry the plan's owner tag.
 * Others are never changed. Used to take rules away, which restoring puts back.
 */
public final class OurRules implements Settings {

  /** The kind. */
  public static final String KIND = "security-group-rules";

  /** The value of each rule that is there. */
  public static final String OURS = "ours";

  /** The value of a rule without our tag: it is never taken away, and serves as well as ours. */
  private static final String OTHERS = "somebody else's";

  private final AwsAccess aws;
  private final SecurityGroupRules rules;

  /** In the account and region of an access. */
  public OurRules(AwsAccess aws, SecurityGroupRules rules) {
    this.aws = aws;
    this.rules = rules;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Map<String, String>> read(List<String> groups, Attempt run) {
    Map<String, Map<String, String>> all = new HashMap<>();
    for (String group : groups) {
      Map<String, String> texts = new LinkedHashMap<>();
      for (SecurityGroupRule rule : rules.read(run, "group-id", group)) {
        RuleText.of(rule).ifPresent(text -> texts.put(text, isOurs(rule, run) ? OURS : OTHERS));
      }
      all.put(group, texts);
    }
    return all;
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    for (String text : change.after().keySet()) {
      authorize(thing, text, run);
    }
    Map<String, String> ids = change.before().isEmpty() ? Map.of() : ids(thing, run);
    List<String> gone =
        change.before().keySet().stream()
            .filter(text -> !change.after().containsKey(text))
            .map(ids::get)
            .flatMap(id -> Optional.ofNullable(id).stream())
            .toList();
    if (!gone.isEmpty()) {
      run.change(
          "ec2:RevokeSecurityGroupIngress",
          () ->
              aws.ec2()
                  .revokeSecurityGroupIngress(
                      request -> request.groupId(thing).securityGroupRuleIds(gone)));
    }
  }

  @Override
  public String command(String thing, Delta change) {
    boolean revokes = change.after().isEmpty();
    return (revokes ? change.before() : change.after())
        .keySet().stream()
            .map(
                text ->
                    "aws ec2 %s-security-group-ingress --region %s --group-id %s --protocol tcp %s"
                        .formatted(
                            revokes ? "revoke" : "authorize",
                            aws.regionName(),
                            thing,
                            RuleText.arguments(text)))
            .collect(Collectors.joining("; "));
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  /** A rule that is there already, of which a read did not know yet, is as good as made. */
  private void authorize(String group, String text, Attempt run) {
    run.change(
        "ec2:AuthorizeSecurityGroupIngress",
        () -> {
          try {
            return aws.ec2()
                .authorizeSecurityGroupIngress(
                    request ->
                        request
                            .groupId(group)
                            .ipPermissions(RuleText.permission(text, "backstep run " + run.runId()))
                            .tagSpecifications(
                                Ec2Tags.at(ResourceType.SECURITY_GROUP_RULE, run.tags())))
                .hasSecurityGroupRules();
          } catch (Ec2Exception e) {
            if ("InvalidPermission.Duplicate".equals(e.awsErrorDetails().errorCode())) {
              return false;
            }
            throw e;
          }
        });
  }

  private static boolean isOurs(SecurityGroupRule rule, Attempt run) {
    return run.owner().equals(Ec2Tags.map(rule.tags()).get(Tags.OWNER));
  }

  private Map<String, String> ids(String group, Attempt run) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (SecurityGroupRule rule : rules.read(run, "group-id", group)) {
      if (isOurs(rule, run)) {
        RuleText.of(rule).ifPresent(text -> ids.put(text, rule.securityGroupRuleId()));
      }
    }
    return ids;
  }
}
