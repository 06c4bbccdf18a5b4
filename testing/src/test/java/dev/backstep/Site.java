package dev.backstep;

import dev.backstep.journal.Journal;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunOptions;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.World;
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
final class Site {

  static final String ELB = "elb-impala-Cluster1";

  final SimulatedAws aws;
  final World world;
  final Journal journal = Journal.inMemory();
  final String vpc;
  final String subnet;

  /** Of another zone. */
  final String second;

  /** Of the same zone as the first. */
  final String third;

  /** Of the same zone as the second. */
  final String fourth;

  final String mine;
  final String stray;

  private Site(int workers) {
    aws = SimulatedAws.withCluster("Cluster1", workers);
    world = aws.world();
    vpc = world.vpcs().get(0);
    subnet = world.subnets().get(0);
    second = world.addSubnet(vpc, "second", "10.30.2.0/24", "us-west-2b");
    third = world.addSubnet(vpc, "third", "10.30.3.0/24", "us-west-2a");
    fourth = world.addSubnet(vpc, "fourth", "10.30.4.0/24", "us-west-2b");
    mine = world.addSecurityGroup(vpc, "mine");
    stray = world.addInstance(subnet, List.of(mine), Map.of("Name", "stray"));
  }

  static Site bare() {
    return bare(5);
  }

  static Site bare(int workers) {
    return new Site(workers);
  }

  /** With a balancer that was applied. */
  static Site applied() {
    Site site = bare();
    site.balancer().apply();
    return site;
  }

  ImpalaBalancer balancer() {
    return settings(byName());
  }

  /** What the first apply asks for. */
  static ImpalaBalancer settings(ImpalaBalancer balancer) {
    return balancer.allowFrom("10.0.0.0/8").tag("team", "data");
  }

  /** A builder that knows the cluster's name and nothing else. */
  ImpalaBalancer byName() {
    return ImpalaBalancer.forCluster("Cluster1").aws(aws.access());
  }

  RunOptions options() {
    return RunOptions.defaults().journal(journal);
  }

  List<String> facts() throws InterruptedException {
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
