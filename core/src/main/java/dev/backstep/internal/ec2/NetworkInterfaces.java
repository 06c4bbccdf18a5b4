package dev.backstep.internal.ec2;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * The groups of network interfaces. EC2 only takes the whole list and has no compare-and-set: the
 * list is read just before it is written, and read again to verify. A change by somebody else that
 * falls between this read and this write, one round trip, is lost; nothing in the API can fence it.
 */
final class NetworkInterfaces {

  private final AwsAccess aws;

  NetworkInterfaces(AwsAccess aws) {
    this.aws = aws;
  }

  /** The groups of each of these interfaces that is there. */
  Map<String, List<String>> groups(List<String> interfaces, Attempt run) {
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
    Map<String, List<String>> groups = new HashMap<>();
    for (NetworkInterface networkInterface : found) {
      groups.put(
          networkInterface.networkInterfaceId(),
          networkInterface.groups().stream().map(GroupIdentifier::groupId).toList());
    }
    return groups;
  }

  void add(String networkInterface, List<String> current, String group, Attempt run) {
    List<String> more = new ArrayList<>(current);
    more.add(group);
    write(networkInterface, more, run);
  }

  void remove(String networkInterface, List<String> current, String group, Attempt run) {
    write(networkInterface, current.stream().filter(id -> !id.equals(group)).toList(), run);
  }

  private void write(String networkInterface, List<String> groups, Attempt run) {
    run.change(
        "ec2:ModifyNetworkInterfaceAttribute",
        () ->
            aws.ec2()
                .modifyNetworkInterfaceAttribute(
                    request -> request.networkInterfaceId(networkInterface).groups(groups)));
  }
}
