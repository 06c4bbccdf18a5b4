package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.Settings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The tags of security groups. */
public final class Ec2TagSettings implements Settings {

  /** The kind. */
  public static final String KIND = "security-group-tags";

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public Ec2TagSettings(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Map<String, String>> read(List<String> groups, Attempt run) {
    DescribeSecurityGroupsRequest request =
        DescribeSecurityGroupsRequest.builder()
            .filters(Filter.builder().name("group-id").values(groups).build())
            .build();
    return run
        .read(
            "ec2:DescribeSecurityGroups",
            () ->
                aws.ec2().describeSecurityGroupsPaginator(request).securityGroups().stream()
                    .toList())
        .stream()
        .collect(Collectors.toMap(SecurityGroup::groupId, group -> Ec2Tags.map(group.tags())));
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    if (!change.after().isEmpty()) {
      List<Tag> tags = tags(change.after(), Map.Entry::getValue);
      run.change("ec2:CreateTags", () -> aws.ec2().createTags(r -> r.resources(thing).tags(tags)));
    }
    List<Tag> gone =
        tags(change.before(), entry -> null).stream()
            .filter(tag -> !change.after().containsKey(tag.key()))
            .toList();
    if (!gone.isEmpty()) {
      run.change("ec2:DeleteTags", () -> aws.ec2().deleteTags(r -> r.resources(thing).tags(gone)));
    }
  }

  @Override
  public String command(String thing, Delta change) {
    return change.after().isEmpty()
        ? "aws ec2 delete-tags --region %s --resources %s --tags %s"
            .formatted(aws.regionName(), thing, words(change.before(), "Key='%s'"))
        : "aws ec2 create-tags --region %s --resources %s --tags %s"
            .formatted(aws.regionName(), thing, words(change.after(), "Key='%s',Value='%s'"));
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private static List<Tag> tags(
      Map<String, String> tags,
      Function<Map.Entry<String, String>, @org.jspecify.annotations.Nullable String> value) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(value.apply(tag)).build())
        .toList();
  }

  private static String words(Map<String, String> tags, String format) {
    return tags.entrySet().stream()
        .map(tag -> format.formatted(tag.getKey(), tag.getValue()))
        .collect(Collectors.joining(" "));
  }
}
