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
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** Security groups as things that are found and deleted: scope is the VPC. */
public final class SecurityGroups implements Deletable {

  /** The kind in {@link Undo.DeleteMade}. */
  public static final String KIND = "security-group";

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public SecurityGroups(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
    return id.map(known -> find(run, filter("group-id", known)))
        .orElseGet(() -> findNamed(undo.scope(), undo.name(), run));
  }

  /** The group of a name in a VPC. Names differ by more than case. */
  Optional<Live> findNamed(String vpc, String name, Attempt run) {
    return find(run, filter("vpc-id", vpc), filter("group-name", name));
  }

  @Override
  public Outcome delete(Owned group, Attempt run) {
    run.change(
        "ec2:DeleteSecurityGroup",
        () -> aws.ec2().deleteSecurityGroup(request -> request.groupId(group.id())));
    return Outcome.done();
  }

  @Override
  public String command(String idOrName) {
    return "aws ec2 delete-security-group --region %s --group-%s '%s'"
        .formatted(aws.regionName(), idOrName.startsWith("sg-") ? "id" : "name", idOrName);
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private Optional<Live> find(Attempt run, Filter... filters) {
    DescribeSecurityGroupsRequest request =
        DescribeSecurityGroupsRequest.builder().filters(filters).build();
    List<SecurityGroup> groups =
        run.read(
            "ec2:DescribeSecurityGroups",
            () ->
                aws.ec2().describeSecurityGroupsPaginator(request).securityGroups().stream()
                    .toList());
    return groups.stream()
        .findFirst()
        .map(group -> new Live(group.groupId(), Ec2Tags.map(group.tags())));
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
