package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.Listener;
import dev.backstep.plan.Plan;
import dev.backstep.testing.Ledger;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.World;
import dev.backstep.testing.WorldSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;

/** What a plan says of an account that does not fit the settings, or not quite. */
class ImpalaBalancerLookUpTest {

  private static final String NOT_MANAGED =
      "%s is there already and is not managed by Backstep: it has no tag backstep:owner=impala/Cluster1 (expected: none of that name; adoptExisting() would tag it, change it as these settings say, and never delete it; otherwise it is left alone: rename or remove it, or choose another cluster name)";
  private static final String MANAGED_FOR_OTHER =
      "%s is managed for impala/Other (expected: none of that name, or one for impala/Cluster1; it is left alone: destroy it where it is managed, or choose another cluster name)";
  private static final String NOT_THERE =
      "instances: \"%s\" is not there or is terminated (expected: a running instance of this account and region)";
  private static final String NO_WORKER =
      "instances: no running instance is tagged env=Cluster1, type=worker%s (expected: at least one; say which with instances(\"i-...\") or instancesTagged(...))";
  private static final String FULL_INTERFACE =
      "instances: \"%s\" has %d security groups on %s, and one more would be over the quota of %d (expected: room for one; take one off, or say groupsPerInterface(n) if the account's quota is higher)";
  private static final String NO_ROOM =
      "subnets: \"%s\" has 7 free addresses (expected: at least 8, which a load balancer needs to grow)";

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 3);
  private final World world = aws.world();
  private final Ec2Client ec2 = aws.access().ec2();
  private final String vpc = ec2.describeVpcs().vpcs().get(0).vpcId();
  private final String subnet = ec2.describeSubnets().subnets().get(0).subnetId();
  private final List<String> workers = instances(ec2);
  private long mark;
  private WorldSnapshot before = aws.snapshot();

  @BeforeEach
  void remember() {
    begin();
  }

  @AfterEach
  void planningOnlyReads() {
    assertThat(calls().mutating()).isEmpty();
    assertThat(before.diff(aws.snapshot())).isEmpty();
    assertThat(calls()).isNotEmpty();
  }

  @Test
  void plan_whenAllIsThere_readsEachKindOnce() {
    Plan<BalancedCluster> plan = balancer().plan();

    assertThat(plan.hasChanges()).isTrue();
    assertThat(calls().operations())
        .containsExactlyInAnyOrder(
            "GetCallerIdentity",
            "DescribeVpcs",
            "DescribeSubnets",
            "DescribeInstances",
            "DescribeSecurityGroups",
            "DescribeLoadBalancers");
  }

  @Test
  void plan_whenNothingIsTagged_saysWhatItLookedForAndHowToSayItOtherwise() {
    Refusals.assertRefused(
        () -> ImpalaBalancer.forCluster("Cluster9").aws(aws.access()).plan(),
        "impala/Cluster9",
        List.of(
            "vpc: 0 VPCs are tagged Name=Cluster9 (expected: exactly one; say which with vpc(\"vpc-...\"))",
            NO_WORKER.replace("Cluster1", "Cluster9").formatted("")));
  }

  @Test
  void plan_whenTwoVpcsHaveTheName_listsBoth() {
    String other = world.addVpc("Cluster1", "10.40.0.0/16");
    begin();

    assertRefused(
        balancer(),
        "vpc: 2 VPCs are tagged Name=Cluster1: %s, %s (expected: exactly one; say which with vpc(\"vpc-...\"))"
            .formatted(vpc, other));
    assertThat(balancer().vpc(vpc).plan().hasChanges()).isTrue();
  }

  @Test
  void plan_whenTheVpcIsUnknown_saysSo() {
    assertRefused(
        balancer().vpc("vpc-00000000000000000"),
        "vpc: \"vpc-00000000000000000\" is not there (expected: a VPC of this account and region)");
  }

  @Test
  void plan_whenTheVpcIsInAnotherRegion_saysSo() {
    String elsewhere = aws.world("us-east-1").addVpc("Cluster1", "10.40.0.0/16");
    begin();

    assertRefused(
        balancer().vpc(elsewhere),
        "vpc: \"%s\" is not there (expected: a VPC of this account and region)"
            .formatted(elsewhere));
  }

  @Test
  void plan_whenNoSubnetHasTheName_saysWhichName() {
    world.tag(subnet, "Name", "Cluster1 private subnet 0");
    begin();

    assertRefused(
        balancer(),
        "subnets: 0 subnets of %s are tagged Name=Cluster1 Private subnet 0 (expected: exactly one; say which with subnet(\"subnet-...\"))"
            .formatted(vpc));
  }

  @Test
  void plan_whenTwoSubnetsHaveTheName_listsBoth() {
    String other = world.addSubnet(vpc, "Cluster1 Private subnet 0", "10.30.2.0/24", "us-west-2b");
    begin();

    assertRefused(
        balancer(),
        "subnets: 2 subnets of %s are tagged Name=Cluster1 Private subnet 0: %s, %s (expected: exactly one; say which with subnet(\"subnet-...\"))"
            .formatted(vpc, subnet, other));
  }

  @Test
  void plan_whenASubnetOfTheNameIsInAnotherVpc_leavesItOut() {
    String otherVpc = world.addVpc("Cluster2", "10.40.0.0/16");
    world.addSubnet(otherVpc, "Cluster1 Private subnet 0", "10.40.1.0/24", "us-west-2b");
    begin();

    assertThat(balancer().plan().describe()).contains("subnets: " + subnet);
  }

  @Test
  void plan_whenASubnetIsUnknown_saysWhich() {
    assertRefused(
        balancer().subnets(subnet, "subnet-0"),
        "subnets: \"subnet-0\" is not there (expected: a subnet of this account and region)");
  }

  @Test
  void plan_whenASubnetIsInAnotherVpc_saysInWhich() {
    String otherVpc = world.addVpc("Cluster2", "10.40.0.0/16");
    String other = world.addSubnet(otherVpc, "other", "10.40.1.0/24", "us-west-2b");
    begin();

    assertRefused(
        balancer().subnets(subnet, other),
        "subnets: \"%s\" is in %s (expected: a subnet of %s)".formatted(other, otherVpc, vpc));
  }

  @Test
  void plan_whenTwoSubnetsAreInOneZone_namesBothAndTheZone() {
    String second = world.addSubnet(vpc, "second", "10.30.2.0/24", "us-west-2b");
    String third = world.addSubnet(vpc, "third", "10.30.3.0/24", "us-west-2a");
    begin();

    assertRefused(
        balancer().subnets(subnet, second, third),
        "subnets: \"%s\" and \"%s\" are both in us-west-2a (expected: one subnet a zone)"
            .formatted(subnet, third));
  }

  @Test
  void plan_whenASubnetHasSevenFreeAddresses_asksForOneMore() {
    String small = world.addSubnet(vpc, "small", "10.30.2.0/28", "us-west-2b");
    fill(small, 3);
    begin();
    assertThat(balancer().subnets(subnet, small).plan().hasChanges()).isTrue();

    fill(small, 1);
    begin();
    assertRefused(balancer().subnets(subnet, small), NO_ROOM.formatted(small));
  }

  @Test
  void plan_whenTheTaggedSubnetIsFull_asksForRoom() {
    SimulatedAws tight = SimulatedAws.withCluster("Cluster1", 200);
    World hands = tight.world();
    Ec2Client client = tight.access().ec2();
    String only = client.describeSubnets().subnets().get(0).subnetId();
    for (int number = 0; number < 44; number++) {
      hands.addInstance(only, List.of(), Map.of());
    }

    Refusals.assertRefused(
        () -> ImpalaBalancer.forCluster("Cluster1").aws(tight.access()).plan(),
        "impala/Cluster1",
        List.of(NO_ROOM.formatted(only)));
    begin();
    balancer().plan();
  }

  @Test
  void plan_whenNoWorkerRuns_saysWhatTheTaggedOnesDo() throws InterruptedException {
    ec2.stopInstances(r -> r.instanceIds(workers.get(0)));
    aws.settle();
    ec2.stopInstances(r -> r.instanceIds(workers.get(1)));
    ec2.terminateInstances(r -> r.instanceIds(workers.get(2)));
    begin();

    assertRefused(
        balancer(),
        NO_WORKER.formatted(
            ": %s is stopped, %s is stopping".formatted(workers.get(0), workers.get(1))));
  }

  @Test
  void plan_whenNoInstanceHasTheGivenTags_saysWhichTags() {
    assertRefused(
        balancer().instancesTagged(Map.of("type", "coordinator", "env", "Cluster1")),
        NO_WORKER.replace("type=worker", "type=coordinator").formatted(""));
  }

  @Test
  void plan_whenTaggedWorkersDoNotRun_leavesThemOutAndSaysSo() throws InterruptedException {
    ec2.stopInstances(r -> r.instanceIds(workers.get(0)));
    aws.settle();
    ec2.terminateInstances(r -> r.instanceIds(workers.get(2)));
    String starting = launchTagged();
    begin();

    Plan<BalancedCluster> plan = balancer().plan();

    assertThat(plan.describe())
        .contains(
            "  note: instance %s is left out: it is stopped".formatted(workers.get(0)),
            "  note: instance %s is left out: it is pending".formatted(starting),
            "register 1 instance" + System.lineSeparator() + "        " + workers.get(1))
        .doesNotContain(workers.get(2));
  }

  @Test
  void plan_whenANamedInstanceIsUnknown_saysWhich() {
    assertRefused(
        balancer().instances(workers.get(0), "i-00000000000000000"),
        NOT_THERE.formatted("i-00000000000000000"));
  }

  @Test
  void plan_whenNamedInstancesDoNotRun_saysWhatTheyDo() throws InterruptedException {
    ec2.stopInstances(r -> r.instanceIds(workers.get(0)));
    aws.settle();
    ec2.terminateInstances(r -> r.instanceIds(workers.get(1)));
    ec2.stopInstances(r -> r.instanceIds(workers.get(2)));
    String starting = launchTagged();
    begin();

    assertRefused(
        balancer().instances(workers.get(0), workers.get(1), workers.get(2), starting),
        "instances: \"%s\" is stopped (expected: a running instance)".formatted(workers.get(0)),
        NOT_THERE.formatted(workers.get(1)),
        "instances: \"%s\" is stopping (expected: a running instance)".formatted(workers.get(2)),
        "instances: \"%s\" is pending (expected: a running instance)".formatted(starting));

    aws.settle();
    begin();
    assertRefused(balancer().instances(workers.get(1)), NOT_THERE.formatted(workers.get(1)));
  }

  @Test
  void plan_whenAnInstanceIsInAnotherVpc_saysInWhich() {
    String otherVpc = world.addVpc("Cluster2", "10.40.0.0/16");
    String otherSubnet = world.addSubnet(otherVpc, "other", "10.40.1.0/24", "us-west-2a");
    String stranger =
        world.addInstance(otherSubnet, List.of(), Map.of("env", "Cluster1", "type", "worker"));
    begin();
    String problem =
        "instances: \"%s\" is in %s (expected: an instance of %s)"
            .formatted(stranger, otherVpc, vpc);

    assertRefused(balancer(), problem);
    assertRefused(balancer().instances(workers.get(0), stranger), problem);
  }

  @Test
  void plan_whenAnInstanceIsInAZoneWithoutSubnet_saysWhichSubnetToAdd() {
    String second = world.addSubnet(vpc, "second", "10.30.2.0/24", "us-west-2b");
    String far = world.addInstance(second, List.of(), Map.of("env", "Cluster1", "type", "worker"));
    begin();

    assertRefused(
        balancer(),
        "instances: \"%s\" is in us-west-2b, where the load balancer has no subnet (expected: one in us-west-2a; add a subnet of us-west-2b)"
            .formatted(far));
    assertThat(balancer().subnet(subnet).subnet(second).plan().hasChanges()).isTrue();
  }

  @Test
  void plan_whenAnInterfaceHasFiveGroups_stopsBeforeAnythingIsMade() {
    String card = world.firstInterface(workers.get(1));
    world.setGroups(card, groups(5));
    begin();

    assertRefused(balancer(), FULL_INTERFACE.formatted(workers.get(1), 5, card, 5));
    assertThat(balancer().groupsPerInterface(6).plan().hasChanges()).isTrue();
  }

  @Test
  void plan_whenAnInterfaceHasFourGroups_succeeds() {
    world.setGroups(world.firstInterface(workers.get(1)), groups(4));
    begin();

    assertThat(balancer().plan().hasChanges()).isTrue();
    assertRefused(
        balancer().groupsPerInterface(4),
        FULL_INTERFACE.formatted(workers.get(1), 4, world.firstInterface(workers.get(1)), 4));
  }

  @Test
  void plan_whenOnlyASecondInterfaceIsFull_succeeds() {
    world.addInterface(workers.get(0), 1, subnet, groups(5));
    begin();

    assertThat(balancer().plan().describe())
        .contains(
            "  ~ interface/%s: add security group \"Cluster1 Impala BE\" to %s"
                .formatted(world.firstInterface(workers.get(0)), workers.get(0)));
  }

  @Test
  void plan_whenTheNamesAreTakenByOthers_leavesThemAloneAndSaysWhat() {
    String front = world.addSecurityGroup(vpc, "Cluster1 Impala FE");
    String back =
        world.addSecurityGroup(vpc, "Cluster1 Impala BE", Map.of("backstep:owner", "impala/Other"));
    makeBalancer(Map.of("team", "data"));
    begin();

    assertRefused(
        balancer(),
        NOT_MANAGED.formatted("load balancer \"elb-impala-Cluster1\""),
        NOT_MANAGED.formatted("security group \"Cluster1 Impala FE\" (" + front + ")"),
        MANAGED_FOR_OTHER.formatted("security group \"Cluster1 Impala BE\" (" + back + ")"));
  }

  @Test
  void plan_whenTheBalancerHasNoTagsAtAll_isNotTakenForOurs() {
    makeBalancer(Map.of());
    begin();

    assertRefused(balancer(), NOT_MANAGED.formatted("load balancer \"elb-impala-Cluster1\""));
  }

  @Test
  void plan_whenAGroupOfTheNameIsInAnotherVpc_doesNotMind() {
    String other = world.addVpc("Cluster2", "10.40.0.0/16");
    world.addSecurityGroup(other, "Cluster1 Impala FE");
    begin();

    assertThat(balancer().plan().hasChanges()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster1 impala fe", "CLUSTER1 IMPALA BE"})
  void plan_whenAGroupHasTheNameInOtherCase_stopsSinceTheServiceWould(String name) {
    String group = world.addSecurityGroup(vpc, name);
    begin();

    assertRefused(
        balancer(), NOT_MANAGED.formatted("security group \"" + name + "\" (" + group + ")"));
  }

  @Test
  void plan_whenMuchIsWrong_listsAllInOrder() {
    world.addVpc("Cluster1", "10.40.0.0/16");
    String small = world.addSubnet(vpc, "small", "10.30.2.0/28", "us-west-2b");
    fill(small, 4);
    String third = world.addSubnet(vpc, "third", "10.30.3.0/24", "us-west-2b");
    String far = world.addSubnet(vpc, "far", "10.30.4.0/24", "us-west-2c");
    String alone = world.addInstance(far, groups(5), Map.of());
    String taken = world.addSecurityGroup(vpc, "Cluster1 Impala FE");
    begin();

    assertRefused(
        balancer().vpc(vpc).subnets("subnet-0", small, third).instances("i-0", alone),
        "subnets: \"subnet-0\" is not there (expected: a subnet of this account and region)",
        NO_ROOM.formatted(small),
        "subnets: \"%s\" and \"%s\" are both in us-west-2b (expected: one subnet a zone)"
            .formatted(small, third),
        NOT_THERE.formatted("i-0"),
        "instances: \"%s\" is in us-west-2c, where the load balancer has no subnet (expected: one in us-west-2b; add a subnet of us-west-2c)"
            .formatted(alone),
        FULL_INTERFACE.formatted(alone, 5, world.firstInterface(alone), 5),
        NOT_MANAGED.formatted("security group \"Cluster1 Impala FE\" (" + taken + ")"));
  }

  @Test
  void plan_whenAnswersComeInPages_findsAll() {
    SimulatedAws paged = SimulatedAws.withCluster("Cluster1", 9).pageSize(2);
    List<String> all = instances(paged.access().ec2());
    long start = paged.ledger().mark();

    Plan<BalancedCluster> plan = ImpalaBalancer.forCluster("Cluster1").aws(paged.access()).plan();

    assertThat(all).hasSize(9);
    assertThat(plan.describe()).contains("register 9 instances").contains(all);
    assertThat(paged.ledger().since(start).count("DescribeInstances")).isEqualTo(5);
    begin();
    balancer().plan();
  }

  @Test
  void plan_whenAnswersComeInPages_findsTakenNamesAndSecondCandidates() {
    aws.pageSize(1);
    String front = world.addSecurityGroup(vpc, "Cluster1 Impala FE");
    String back = world.addSecurityGroup(vpc, "Cluster1 Impala BE");
    String other = world.addSubnet(vpc, "Cluster1 Private subnet 0", "10.30.2.0/24", "us-west-2b");
    begin();

    assertRefused(
        balancer(),
        "subnets: 2 subnets of %s are tagged Name=Cluster1 Private subnet 0: %s, %s (expected: exactly one; say which with subnet(\"subnet-...\"))"
            .formatted(vpc, subnet, other),
        NOT_MANAGED.formatted("security group \"Cluster1 Impala FE\" (" + front + ")"),
        NOT_MANAGED.formatted("security group \"Cluster1 Impala BE\" (" + back + ")"));
  }

  @Test
  void plan_whenInstancesAreGivenByTag_wildcardsOfAwsAreNotReadIntoThem() {
    world.tag(workers.get(0), "type", "worker+extra");
    begin();

    assertThat(balancer().instancesTagged(Map.of("type", "worker+extra")).plan().describe())
        .contains("register 1 instance" + System.lineSeparator());
  }

  @Test
  void plan_whenInstancesAreFoundByATagOfAws_takesIt() {
    world.tag(workers.get(0), "aws:autoscaling:groupName", "impala");
    begin();

    assertThat(
            balancer()
                .instancesTagged(Map.of("aws:autoscaling:groupName", "impala"))
                .plan()
                .describe())
        .contains("register 1 instance" + System.lineSeparator());
  }

  @Test
  void plan_whenListenersLeadElsewhere_saysSoInTheText() {
    assertThat(balancer().listeners(Listener.tcp(443).to(21050)).plan().describe())
        .contains("let tcp 443 in from 10.30.0.0/16", "listener: tcp 443 to 21050");
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(aws.access());
  }

  private static void assertRefused(ImpalaBalancer balancer, String... problems) {
    Refusals.assertRefused(balancer::plan, "impala/Cluster1", List.of(problems));
  }

  private void begin() {
    mark = aws.ledger().mark();
    before = aws.snapshot();
  }

  private Ledger calls() {
    return aws.ledger().since(mark);
  }

  private void fill(String subnetId, int instances) {
    for (int number = 0; number < instances; number++) {
      world.addInstance(subnetId, List.of(), Map.of());
    }
  }

  private List<String> groups(int count) {
    List<String> ids = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      ids.add(world.addSecurityGroup(vpc, "extra-" + count + "-" + number));
    }
    return ids;
  }

  private String launchTagged() {
    aws.instanceTransition(Duration.ofMinutes(5));
    return ec2.runInstances(
            r ->
                r.imageId("ami-0a1b2c3d4e5f60718")
                    .minCount(1)
                    .maxCount(1)
                    .subnetId(subnet)
                    .tagSpecifications(
                        TagSpecification.builder()
                            .resourceType(ResourceType.INSTANCE)
                            .tags(tag("env", "Cluster1"), tag("type", "worker"))
                            .build()))
        .instances()
        .get(0)
        .instanceId();
  }

  private void makeBalancer(Map<String, String> tags) {
    ElasticLoadBalancingClient elb = aws.access().elasticLoadBalancing();
    elb.createLoadBalancer(
        r ->
            r.loadBalancerName("elb-impala-Cluster1")
                .scheme("internal")
                .subnets(subnet)
                .listeners(
                    software.amazon.awssdk.services.elasticloadbalancing.model.Listener.builder()
                        .protocol("TCP")
                        .loadBalancerPort(1)
                        .instanceProtocol("TCP")
                        .instancePort(1)
                        .build())
                .tags(
                    tags.entrySet().stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList()));
  }

  private static software.amazon.awssdk.services.ec2.model.Tag tag(String key, String value) {
    return software.amazon.awssdk.services.ec2.model.Tag.builder().key(key).value(value).build();
  }

  private static List<String> instances(Ec2Client client) {
    return client
        .describeInstancesPaginator(
            r -> r.filters(Filter.builder().name("tag:type").values("worker").build()))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .map(Instance::instanceId)
        .toList();
  }
}
