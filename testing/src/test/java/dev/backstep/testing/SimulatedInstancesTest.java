package dev.backstep.testing;

import static dev.backstep.testing.Clients.filter;
import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;

class SimulatedInstancesTest {

  private final ManualTime time = ManualTime.stopped();
  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5, time);
  private final Clients clients = Clients.of(aws);

  @ParameterizedTest
  @CsvSource({
    "tag:type, worker, 5",
    "tag:type, w?rk*, 5",
    "tag:type, WORKER, 0",
    "tag:Name, * worker 3, 1",
    "tag-key, env, 5",
    "tag-value, Cluster1, 5",
    "instance-state-name, running, 5",
    "instance-state-name, stopped, 0",
    "instance.group-name, worker-2, 1",
    "network-interface.group-name, worker-*, 5",
    "network-interface.attachment.device-index, 0, 5",
    "availability-zone, us-west-2b, 0",
    "private-ip-address, 10.30.1.4, 1"
  })
  void describeInstances_whenFiltered_shows(String name, String value, int expected) {
    assertThat(instances(filter(name, value))).hasSize(expected);
  }

  @Test
  void describeInstances_whenFiltersAndValues_valuesAreOredAndFiltersAnded() {
    assertThat(
            instances(
                filter("tag:Name", "Cluster1 worker 1", "Cluster1 worker 2", "none"),
                filter("instance.group-name", "worker-2")))
        .hasSize(1);
  }

  @Test
  void describeInstances_whenFilterUnknown_isRefused() {
    refused(400, "InvalidParameterValue", () -> instances(filter("tags:Name", "x")));
  }

  @Test
  void describeInstances_whenOneIdUnknown_isRefused() {
    String known = clients.worker(1);

    refused(
        400,
        "InvalidInstanceID.NotFound",
        () -> clients.ec2.describeInstances(r -> r.instanceIds(known, "i-0123456789abcdef0")));
  }

  @Test
  void describe_whenPagesAreSmall_paginatorsFindAll() {
    aws.pageSize(2);
    long mark = aws.ledger().mark();

    assertThat(clients.ec2.describeInstancesPaginator().reservations()).hasSize(5);
    assertThat(clients.ec2.describeSecurityGroupsPaginator().securityGroups()).hasSize(6);
    assertThat(clients.ec2.describeNetworkInterfacesPaginator().networkInterfaces()).hasSize(5);
    assertThat(clients.ec2.describeVpcsPaginator().vpcs()).hasSize(1);
    assertThat(clients.ec2.describeSubnetsPaginator().subnets()).hasSize(1);
    assertThat(clients.ec2.describeTagsPaginator().tags()).hasSize(2 + 3 * 5);
    assertThat(aws.ledger().since(mark).count("DescribeInstances")).isEqualTo(3);
    assertThat(aws.ledger().since(mark).mutating()).isEmpty();
  }

  @Test
  void describe_whenMaxResultsInvalid_isRefused() {
    refused(
        400, "InvalidParameterValue", () -> clients.ec2.describeInstances(r -> r.maxResults(2)));
    refused(
        400,
        "InvalidNextToken",
        () -> clients.ec2.describeInstances(r -> r.maxResults(5).nextToken("nonsense")));
    String id = clients.worker(1);
    refused(
        400,
        "InvalidParameterCombination",
        () -> clients.ec2.describeInstances(r -> r.maxResults(5).instanceIds(id)));
  }

  @Test
  void modifyInterface_whenGroupsReplaced_instanceAndFiltersFollow() {
    String worker = clients.worker(1);
    String group = clients.group("BE");
    String eni = aws.world().firstInterface(worker);

    clients.ec2.modifyNetworkInterfaceAttribute(r -> r.networkInterfaceId(eni).groups(group));

    assertThat(instance(worker).securityGroups())
        .extracting(GroupIdentifier::groupId)
        .containsExactly(group);
    assertThat(
            clients
                .ec2
                .describeNetworkInterfaces(
                    r ->
                        r.filters(
                            filter("group-id", group), filter("attachment.instance-id", worker)))
                .networkInterfaces())
        .extracting(NetworkInterface::networkInterfaceId)
        .containsExactly(eni);
    assertThat(instances(filter("instance.group-id", group))).hasSize(1);
  }

  @Test
  void modifyInterface_whenRefused_changesNothing() {
    String eni = aws.world().firstInterface(clients.worker(1));
    String otherVpc = aws.world().addVpc("other", "10.40.0.0/16");
    String foreign = aws.world().addSecurityGroup(otherVpc, "foreign");
    List<String> six =
        List.of(
            clients.group("a"),
            clients.group("b"),
            clients.group("c"),
            clients.group("d"),
            clients.group("e"),
            clients.group("f"));
    WorldSnapshot before = aws.snapshot();

    refused(400, "SecurityGroupsPerInterfaceLimitExceeded", () -> setGroups(eni, six));
    refused(400, "InvalidGroup.NotFound", () -> setGroups(eni, List.of("sg-0")));
    refused(400, "InvalidGroup.NotFound", () -> setGroups(eni, List.of(foreign)));
    refused(400, "InvalidNetworkInterfaceID.NotFound", () -> setGroups("eni-0", six));

    assertThat(before.diff(aws.snapshot())).isEmpty();
    aws.groupsPerInterface(6);
    setGroups(eni, six);
  }

  @Test
  void modifyInstance_whenSecondInterface_isRefused() {
    String worker = clients.worker(1);
    String group = clients.group("BE");
    clients.ec2.modifyInstanceAttribute(r -> r.instanceId(worker).groups(group));
    assertThat(
            clients
                .ec2
                .describeInstanceAttribute(r -> r.instanceId(worker).attribute("groupSet"))
                .groups())
        .extracting(GroupIdentifier::groupId)
        .containsExactly(group);

    aws.world().addInterface(worker, 1, clients.subnet(), List.of(group));

    refused(
        400,
        "InvalidInstanceID",
        () -> clients.ec2.modifyInstanceAttribute(r -> r.instanceId(worker).groups(group)));
  }

  @Test
  void tags_whenCreatedAndDeleted_areShown() {
    String worker = clients.worker(1);
    Tag tag = Tag.builder().key("team").value("data").build();

    clients.ec2.createTags(r -> r.resources(worker).tags(tag));
    assertThat(instance(worker).tags()).contains(tag);
    clients.ec2.deleteTags(r -> r.resources(worker).tags(tag.toBuilder().value("other").build()));
    assertThat(instance(worker).tags()).contains(tag);
    clients.ec2.deleteTags(r -> r.resources(worker).tags(Tag.builder().key("team").build()));
    assertThat(instance(worker).tags()).doesNotContain(tag);

    refused(
        400,
        "InvalidInstanceID.NotFound",
        () -> clients.ec2.createTags(r -> r.resources("i-0").tags(tag)));
    refused(
        400,
        "InvalidParameterValue",
        () ->
            clients.ec2.createTags(
                r -> r.resources(worker).tags(Tag.builder().key("aws:x").build())));
  }

  @Test
  void runInstances_whenTokenRepeated_answersTheSameInstances() {
    RunInstancesRequest request = launch("token-1");

    RunInstancesResponse first = clients.ec2.runInstances(request);
    RunInstancesResponse second = clients.ec2.runInstances(request);

    assertThat(second.instances().get(0).instanceId())
        .isEqualTo(first.instances().get(0).instanceId());
    assertThat(second.reservationId()).isEqualTo(first.reservationId());
    refused(
        400,
        "IdempotentParameterMismatch",
        () -> clients.ec2.runInstances(request.toBuilder().imageId("ami-2").build()));
    assertThat(instances(filter("client-token", "token-1"))).hasSize(1);
  }

  @Test
  void instance_whenItsLifePasses_goesThroughItsStates() throws Exception {
    String id = clients.ec2.runInstances(launch("token-1")).instances().get(0).instanceId();
    assertThat(state(id)).isEqualTo("pending");
    time.advance(Duration.ofSeconds(20));
    assertThat(state(id)).isEqualTo("running");
    clients.ec2.stopInstances(r -> r.instanceIds(id));
    assertThat(state(id)).isEqualTo("stopping");
    refused(
        400, "IncorrectInstanceState", () -> clients.ec2.startInstances(r -> r.instanceIds(id)));
    time.advance(Duration.ofSeconds(20));
    assertThat(state(id)).isEqualTo("stopped");
    clients.ec2.startInstances(r -> r.instanceIds(id));
    time.advance(Duration.ofSeconds(20));
    clients.ec2.terminateInstances(r -> r.instanceIds(id));
    assertThat(state(id)).isEqualTo("shutting-down");
    time.advance(Duration.ofSeconds(20));
    assertThat(state(id)).isEqualTo("terminated");
    assertThat(instance(id).networkInterfaces()).isEmpty();
    refused(400, "IdempotentInstanceTerminated", () -> clients.ec2.runInstances(launch("token-1")));
    time.advance(Duration.ofHours(1));
    refused(400, "InvalidInstanceID.NotFound", () -> state(id));
  }

  @Test
  void settle_whenInstanceTerminated_nothingIsLeft() throws Exception {
    WorldSnapshot before = aws.snapshot();
    String id = clients.ec2.runInstances(launch("token-1")).instances().get(0).instanceId();
    clients.ec2.terminateInstances(r -> r.instanceIds(id));

    aws.settle();

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  private RunInstancesRequest launch(String token) {
    return RunInstancesRequest.builder()
        .imageId("ami-0a1b2c3d4e5f60718")
        .minCount(1)
        .maxCount(1)
        .subnetId(clients.subnet())
        .clientToken(token)
        .build();
  }

  private List<Instance> instances(Filter... filters) {
    return clients.ec2.describeInstances(r -> r.filters(filters)).reservations().stream()
        .flatMap(it -> it.instances().stream())
        .toList();
  }

  private Instance instance(String id) {
    return clients
        .ec2
        .describeInstances(r -> r.instanceIds(id))
        .reservations()
        .get(0)
        .instances()
        .get(0);
  }

  private String state(String id) {
    return instance(id).state().nameAsString();
  }

  private void setGroups(String eni, List<String> groups) {
    clients.ec2.modifyNetworkInterfaceAttribute(r -> r.networkInterfaceId(eni).groups(groups));
  }
}
