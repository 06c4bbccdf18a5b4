package dev.backstep;

import dev.backstep.journal.Journal;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.HealthCheck;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.TagKeyOnly;

/**
 * A simulated account with a cluster of five workers and, beside it, what a user may have there:
 * two more subnets, two groups, an instance that is no worker. And the user's hands.
 */
public final class Site {

  public static final String ELB = "elb-impala-Cluster1";

  public final SimulatedAws aws;
  final World world;
  final Journal journal = Journal.inMemory();
  final String vpc;
  public final String subnet;

  /** Of another zone. */
  final String second;

  /** Of the same zone as the first. */
  final String third;

  /** Of the same zone as the second. */
  public final String fourth;

  final String mine;
  final String stray;

  private Site(SimulatedAws aws) {
    this.aws = aws;
    world = aws.world();
    vpc = world.vpcs().get(0);
    subnet = world.subnets().get(0);
    second = world.addSubnet(vpc, "second", "10.30.2.0/24", "us-west-2b");
    third = world.addSubnet(vpc, "third", "10.30.3.0/24", "us-west-2a");
    fourth = world.addSubnet(vpc, "fourth", "10.30.4.0/24", "us-west-2b");
    mine = world.addSecurityGroup(vpc, "mine");
    stray = world.addInstance(subnet, List.of(mine), Map.of("Name", "stray"));
  }

  public static Site bare() {
    return bare(5);
  }

  static Site bare(int workers) {
    return new Site(SimulatedAws.withCluster("Cluster1", workers));
  }

  /** In real time, for other processes; nothing takes longer than its calls. */
  public static Site live() {
    return new Site(
        SimulatedAws.withCluster("Cluster1", 5, TimeSource.system())
            .healthDelay(Duration.ZERO)
            .interfaceLinger(Duration.ZERO));
  }

  /** With a balancer that was applied. */
  static Site applied() {
    Site site = bare();
    site.balancer().apply();
    return site;
  }

  public ImpalaBalancer balancer() {
    return settings(byName());
  }

  /** What the first apply asks for. */
  public static ImpalaBalancer settings(ImpalaBalancer balancer) {
    return balancer.allowFrom("10.0.0.0/8").tag("team", "data");
  }

  /** What an update asks for that changes everything that one can. */
  public static ImpalaBalancer otherSettings(ImpalaBalancer balancer, String... subnets) {
    return settings(balancer)
        .allowFrom("172.16.0.0/12")
        .tag("stage", "prod")
        .listeners(21050, 28000)
        .subnets(subnets);
  }

  /** A builder that knows the cluster's name and nothing else. */
  public ImpalaBalancer byName() {
    return ImpalaBalancer.forCluster("Cluster1").aws(aws.access());
  }

  RunOptions options() {
    return RunOptions.defaults().journal(journal);
  }

  public List<String> facts() throws InterruptedException {
    aws.settle();
    return Facts.of(aws);
  }

  /** The changing rows of a plan: sign, id, and what changes or else what it is about. */
  List<String> rows(Plan<?> plan) {
    return plan.steps().stream()
        .filter(step -> step.action().changes())
        .map(
            step ->
                "%s %s: %s"
                    .formatted(
                        step.action().sign(),
                        step.id(),
                        step.details().isEmpty()
                            ? step.summary()
                            : String.join("; ", step.details())))
        .map(Facts.names(aws))
        .toList();
  }

  // The user's hands.

  /** Changes everything about an applied balancer that an update can mend. */
  public void drift() {
    attach(second);
    deleteListener(21050);
    addListener(21050, 21000);
    addListener(25000, 25000);
    attributes(a -> a.connectionSettings(c -> c.idleTimeout(60)));
    healthCheck("TCP:21000", 10, 5, 2, 5);
    balancerGroups(mine);
    untag("team");
    world.untag(backEnd(), "team");
    world.setGroups(card(2), List.of(mine));
    deregister(worker(4));
    register(stray);
    world.setGroups(world.firstInterface(stray), List.of(mine, backEnd()));
    deleteRules(frontEnd(), 21050);
    deleteRules(backEnd(), 21050);
  }

  ElasticLoadBalancingClient elb() {
    return aws.asUser().elasticLoadBalancing();
  }

  Ec2Client ec2() {
    return aws.asUser().ec2();
  }

  String frontEnd() {
    return world.securityGroups("Cluster1 Impala FE").get(0);
  }

  String backEnd() {
    return world.securityGroups("Cluster1 Impala BE").get(0);
  }

  /** From 1. */
  String worker(int number) {
    return world.instances().get(number - 1);
  }

  String card(int number) {
    return world.firstInterface(worker(number));
  }

  void deleteListener(int port) {
    elb().deleteLoadBalancerListeners(r -> r.loadBalancerName(ELB).loadBalancerPorts(port));
  }

  void addListener(int port, int instancePort) {
    elb()
        .createLoadBalancerListeners(
            r -> r.loadBalancerName(ELB).listeners(listener(port, instancePort)));
  }

  static Listener listener(int port, int instancePort) {
    return Listener.builder()
        .protocol("TCP")
        .loadBalancerPort(port)
        .instanceProtocol("TCP")
        .instancePort(instancePort)
        .build();
  }

  void attributes(Consumer<LoadBalancerAttributes.Builder> change) {
    elb().modifyLoadBalancerAttributes(r -> r.loadBalancerName(ELB).loadBalancerAttributes(change));
  }

  void healthCheck(String target, int interval, int timeout, int unhealthy, int healthy) {
    elb()
        .configureHealthCheck(
            r ->
                r.loadBalancerName(ELB)
                    .healthCheck(
                        check ->
                            check
                                .target(target)
                                .interval(interval)
                                .timeout(timeout)
                                .unhealthyThreshold(unhealthy)
                                .healthyThreshold(healthy)));
  }

  /** Changes one value of the health check, and leaves the others as they are by then. */
  void unhealthyAfter(int checks) {
    HealthCheck now =
        elb()
            .describeLoadBalancers(r -> r.loadBalancerNames(ELB))
            .loadBalancerDescriptions()
            .get(0)
            .healthCheck();
    elb()
        .configureHealthCheck(
            r ->
                r.loadBalancerName(ELB)
                    .healthCheck(now.toBuilder().unhealthyThreshold(checks).build()));
  }

  void deleteBalancer() {
    elb().deleteLoadBalancer(r -> r.loadBalancerName(ELB));
  }

  void register(String instance) {
    elb().registerInstancesWithLoadBalancer(r -> r.loadBalancerName(ELB).instances(of(instance)));
  }

  void deregister(String instance) {
    elb().deregisterInstancesFromLoadBalancer(r -> r.loadBalancerName(ELB).instances(of(instance)));
  }

  private static Instance of(String instance) {
    return Instance.builder().instanceId(instance).build();
  }

  void tag(String key, String value) {
    elb().addTags(r -> r.loadBalancerNames(ELB).tags(Tag.builder().key(key).value(value).build()));
  }

  void untag(String key) {
    elb().removeTags(r -> r.loadBalancerNames(ELB).tags(TagKeyOnly.builder().key(key).build()));
  }

  /** Deletes the rules of a group for a port. */
  void deleteRules(String group, int port) {
    ec2()
        .describeSecurityGroupRules(
            r -> r.filters(Filter.builder().name("group-id").values(group).build()))
        .securityGroupRules()
        .stream()
        .filter(rule -> !rule.isEgress() && rule.fromPort() == port)
        .forEach(rule -> world.deleteRule(rule.securityGroupRuleId()));
  }

  void attach(String subnetId) {
    elb().attachLoadBalancerToSubnets(r -> r.loadBalancerName(ELB).subnets(subnetId));
  }

  void detach(String subnetId) {
    elb().detachLoadBalancerFromSubnets(r -> r.loadBalancerName(ELB).subnets(subnetId));
  }

  void balancerGroups(String... groups) {
    elb().applySecurityGroupsToLoadBalancer(r -> r.loadBalancerName(ELB).securityGroups(groups));
  }
}
