package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.Settings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * The security groups of network interfaces. EC2 only takes the whole list and has no
 * compare-and-set: the list is read just before it is written, and read again to verify. A change
 * by somebody else that falls between this read and this write, one round trip, is lost; nothing in
 * the API can fence it.
 */
public final class InterfaceGroups implements Settings {

  /** The kind. */
  public static final String KIND = "network-interface-groups";

  /** The value of each group that is there. */
  public static final String MEMBER = "member";

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public InterfaceGroups(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Map<String, String>> read(List<String> interfaces, Attempt run) {
    DescribeNetworkInterfacesRequest request =
        DescribeNetworkInterfacesRequest.builder()
            .filters(Filter.builder().name("network-interface-id").values(interfaces).build())
            .build();
    List<NetworkInterface> found =
        run.read(
            "ec2:DescribeNetworkInterfaces",
            () ->
                aws.ec2().describeNetworkInterfacesPaginator(request).networkInterfaces().stream()
                    .toList());
    Map<String, Map<String, String>> groups = new HashMap<>();
    found.forEach(one -> groups.put(one.networkInterfaceId(), members(one)));
    return groups;
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    List<String> groups = List.copyOf(change.applyTo(current).keySet());
    if (groups.isEmpty()) {
      throw new OnlyGroup(thing, change);
    }
    run.change(
        "ec2:ModifyNetworkInterfaceAttribute",
        () ->
            aws.ec2()
                .modifyNetworkInterfaceAttribute(
                    request -> request.networkInterfaceId(thing).groups(groups)));
  }

  @Override
  public boolean verifies() {
    return true;
  }

  @Override
  public String command(String thing, Delta change) {
    String others =
        "$(aws ec2 describe-network-interfaces --region %s --network-interface-ids %s"
                .formatted(aws.regionName(), thing)
            + " --query 'NetworkInterfaces[0].Groups[].GroupId' --output text"
            + change.before().keySet().stream()
                .map(group -> " | tr '\\t' '\\n' | grep -v '^%s$'".formatted(group))
                .reduce("", String::concat)
            + ")";
    String added = String.join(" ", change.after().keySet());
    return "aws ec2 modify-network-interface-attribute --region %s --network-interface-id %s --groups %s"
        .formatted(aws.regionName(), thing, (others + " " + added).strip());
  }

  @Override
  public String family() {
    return ApiFamily.EC2_INTERFACE_CHANGE.name();
  }

  /** An interface cannot be without a group. */
  private static final class OnlyGroup extends RuntimeException {
    OnlyGroup(String networkInterface, Delta change) {
      super(
          "%s is in no other security group than %s, and it needs one: put another on it, then go on"
              .formatted(networkInterface, String.join(", ", change.keys())));
    }
  }

  private static Map<String, String> members(NetworkInterface networkInterface) {
    Map<String, String> members = new LinkedHashMap<>();
    networkInterface.groups().stream()
        .map(GroupIdentifier::groupId)
        .forEach(group -> members.put(group, MEMBER));
    return members;
  }
}
