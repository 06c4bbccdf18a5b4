package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Networks, instances and their interfaces, as look-ups and steps rely on them. */
@OnEachReferee
class InstanceContractTest extends Contract {

  private SeedWorld world;
  private ReadBack read;

  @BeforeEach
  void build() {
    world = SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
  }

  @Test
  void describeVpcs_whenAskedByName_findsTheOne() {
    assertThat(ec2.describeVpcs(r -> r.filters(Sdk.filter("tag:Name", "Cluster1"))).vpcs())
        .extracting(Vpc::vpcId)
        .containsExactly(world.vpc());
  }

  @Test
  void describeVpcs_whenTheIdIsNotThere_isRefused() {
    refused(
        "InvalidVpcID.NotFound", () -> ec2.describeVpcs(r -> r.vpcIds("vpc-0123456789abcdef0")));
  }

  @Test
  void describeSubnets_whenAskedByVpc_saysZoneAndRoom() {
    List<Subnet> subnets =
        ec2.describeSubnets(r -> r.filters(Sdk.filter("vpc-id", world.vpc()))).subnets();

    assertThat(subnets)
        .extracting(Subnet::availabilityZone)
        .containsExactlyInAnyOrder("us-west-2a", "us-west-2b");
    assertThat(subnets)
        .filteredOn(subnet -> subnet.subnetId().equals(world.subnet()))
        .extracting(Subnet::availableIpAddressCount)
        .containsExactly(251 - world.workers().size());
  }

  @Test
  void describeSubnets_whenTheIdIsNotThere_isRefused() {
    refused(
        "InvalidSubnetID.NotFound",
        () -> ec2.describeSubnets(r -> r.subnetIds("subnet-0123456789abcdef0")));
  }

  @Test
  void describeInstances_whenAskedByTagsAndState_findsTheRunningWorkers() {
    String stopping = world.workers().get(0);
    ec2.stopInstances(r -> r.instanceIds(stopping));

    assertThat(running()).containsExactlyInAnyOrderElementsOf(world.workers().subList(1, 5));
  }

  @Test
  void describeInstances_whenTheIdIsNotThere_isRefused() {
    refused(
        "InvalidInstanceID.NotFound",
        () -> ec2.describeInstances(r -> r.instanceIds("i-0123456789abcdef0")));
  }

  @Test
  void describeInstances_whenPagesAreSmall_findsEachOnce() {
    for (int more = 0; more < 3; more++) {
      SeedWorld.launch(ec2, world.subnet(), world.groups().get(0), Map.of("env", "other"));
    }
    List<String> found = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      String next = token;
      DescribeInstancesResponse page = ec2.describeInstances(r -> r.maxResults(5).nextToken(next));
      ids(page).forEach(found::add);
      token = page.nextToken();
      pages++;
    } while (token != null && !token.isEmpty());

    assertThat(pages).isEqualTo(2);
    assertThat(found).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void runInstances_whenAnswered_isPendingAndThenRunning() {
    Instance made =
        ec2.runInstances(
                r ->
                    r.imageId("ami-0a1b2c3d4e5f60718")
                        .minCount(1)
                        .maxCount(1)
                        .subnetId(world.subnet()))
            .instances()
            .get(0);
    referee.settle();

    assertThat(made.state().nameAsString()).isEqualTo("pending");
    assertThat(
            ec2.describeInstances(r -> r.instanceIds(made.instanceId()))
                .reservations()
                .get(0)
                .instances()
                .get(0)
                .state()
                .nameAsString())
        .isEqualTo("running");
  }

  @Test
  void describeNetworkInterfaces_whenAskedByGroups_findsThoseInAny() {
    List<String> groups = world.groups();
    String first = read.firstInterface(world.workers().get(0)).networkInterfaceId();
    String second = read.firstInterface(world.workers().get(1)).networkInterfaceId();
    ec2.modifyNetworkInterfaceAttribute(
        r -> r.networkInterfaceId(first).groups(groups.get(0), groups.get(4)));

    assertThat(
            ec2.describeNetworkInterfaces(
                    r -> r.filters(Sdk.filter("group-id", groups.get(0), groups.get(1))))
                .networkInterfaces())
        .extracting(NetworkInterface::networkInterfaceId)
        .containsExactlyInAnyOrderElementsOf(
            departs(Departure.SEVERAL_GROUPS_MEAN_ALL) ? List.of(second) : List.of(first, second));
  }

  @Test
  void modifyNetworkInterfaceAttribute_whenGivenGroups_hasThoseAndNoOthers() {
    String worker = world.workers().get(0);
    List<String> two = world.groups().subList(1, 3);

    ec2.modifyNetworkInterfaceAttribute(
        r -> r.networkInterfaceId(read.firstInterface(worker).networkInterfaceId()).groups(two));

    List<String> shown = new ArrayList<>(two);
    if (departs(Departure.SHOWS_INSTANCE_GROUPS)) {
      shown.add(world.groups().get(0));
    }
    assertThat(read.interfaceGroups(worker)).containsExactlyInAnyOrderElementsOf(shown);
    assertThat(read.interfacesIn(world.groups().get(0))).isEmpty();
  }

  @Test
  void modifyNetworkInterfaceAttribute_whenAGroupIsNotThere_isRefused() {
    String card = read.firstInterface(world.workers().get(0)).networkInterfaceId();

    if (departs(Departure.ABSENT_GROUP_ON_INTERFACE)) {
      giveGroup(card, "sg-0123456789abcdef0");
    } else {
      refused("InvalidGroup.NotFound", () -> giveGroup(card, "sg-0123456789abcdef0"));
    }
  }

  @Test
  void deleteSecurityGroup_whenOnAnInterface_isRefused() {
    String group = world.groups().get(0);

    if (departs(Departure.DELETES_GROUP_ON_INTERFACE)) {
      ec2.deleteSecurityGroup(r -> r.groupId(group));
    } else {
      refused("DependencyViolation", () -> ec2.deleteSecurityGroup(r -> r.groupId(group)));
    }
  }

  @Test
  void getCallerIdentity_whenAsked_saysTheAccount() {
    assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
  }

  private void giveGroup(String card, String group) {
    ec2.modifyNetworkInterfaceAttribute(r -> r.networkInterfaceId(card).groups(group));
  }

  private List<String> running() {
    return ids(
        ec2.describeInstances(
            r ->
                r.filters(
                    Sdk.filter("tag:env", "Cluster1"),
                    Sdk.filter("tag:type", "worker"),
                    Sdk.filter("instance-state-name", "running"))));
  }

  private static List<String> ids(DescribeInstancesResponse page) {
    return page.reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .map(Instance::instanceId)
        .toList();
  }
}
