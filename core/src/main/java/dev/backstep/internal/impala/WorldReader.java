package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.AccountReader;
import dev.backstep.internal.aws.PlanningCalls;
import dev.backstep.internal.ec2.Ec2Tags;
import dev.backstep.internal.ec2.RuleText;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.s3.Bucket;
import dev.backstep.internal.s3.BucketReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

/**
 * Reads what a balancer's plan depends on: six reads at once, each by page where there are pages.
 */
final class WorldReader {

  private static final int MOST_FILTER_VALUES = 200;

  private final AwsAccess aws;
  private final PlanningCalls calls;
  private final BalancerReader balancers;
  private final TlsReader certificates;

  WorldReader(AwsAccess aws) {
    this.aws = aws;
    this.calls = new PlanningCalls(aws);
    this.balancers = new BalancerReader(aws, calls);
    this.certificates = new TlsReader(aws, calls);
  }

  World read(BalancerSpec spec) {
    TlsReader.Reads tls = certificates.begin(spec);
    CompletableFuture<String> account = new AccountReader(aws, calls).begin();
    CompletableFuture<List<World.Vpc>> vpcs =
        calls.begin(ApiFamily.EC2_READ, "ec2:DescribeVpcs", () -> vpcs(spec));
    CompletableFuture<List<World.Subnet>> subnets =
        calls.begin(ApiFamily.EC2_READ, "ec2:DescribeSubnets", () -> subnets(spec));
    CompletableFuture<List<World.Instance>> instances =
        calls.begin(ApiFamily.EC2_READ, "ec2:DescribeInstances", () -> instances(spec));
    CompletableFuture<List<SecurityGroup>> groups =
        calls.begin(
            ApiFamily.EC2_READ,
            "ec2:DescribeSecurityGroups",
            () -> groupsNamed(List.of(spec.frontEndName(), spec.backEndName())));
    CompletableFuture<Optional<LoadBalancerDescription>> balancer =
        calls.begin(
            ApiFamily.ELB_READ,
            "elasticloadbalancing:DescribeLoadBalancers",
            () -> balancers.describe(spec.loadBalancerName()));
    String number = calls.get(account);
    Found found = found(spec, calls.get(groups), calls.get(balancer));
    return new World(
        number,
        calls.get(vpcs),
        calls.get(subnets),
        calls.get(instances),
        found.groups(),
        found.members(),
        found.balancer(),
        buckets(spec, found.balancer()),
        tls.get());
  }

  /** What is there for an owner, by its tag and the balancer's name, wherever it is. */
  World readOwned(BalancerSpec spec) {
    CompletableFuture<String> account = new AccountReader(aws, calls).begin();
    CompletableFuture<List<SecurityGroup>> groups =
        calls.begin(
            ApiFamily.EC2_READ,
            "ec2:DescribeSecurityGroups",
            () -> groupsWith(filter("tag:" + Tags.OWNER, spec.owner())));
    CompletableFuture<Optional<LoadBalancerDescription>> balancer =
        calls.begin(
            ApiFamily.ELB_READ,
            "elasticloadbalancing:DescribeLoadBalancers",
            () -> balancers.describe(spec.loadBalancerName()));
    String number = calls.get(account);
    Found found = found(spec, calls.get(groups), calls.get(balancer));
    return new World(
        number,
        List.of(),
        List.of(),
        List.of(),
        found.groups(),
        found.members(),
        found.balancer(),
        buckets(spec, found.balancer()),
        certificates.readOwned(found.groups()));
  }

  /** The bucket that logs are to go to, and the one that they go to now. */
  private List<Bucket> buckets(BalancerSpec spec, Optional<World.Balancer> balancer) {
    Set<String> names = new TreeSet<>();
    spec.accessLogs().ifPresent(logs -> names.add(logs.bucket()));
    balancer
        .map(
            there ->
                AccessLogText.bucketOf(there.attributes().getOrDefault(Readings.ACCESS_LOGS, "")))
        .filter(name -> !name.isEmpty())
        .ifPresent(names::add);
    BucketReader reader = new BucketReader(aws);
    List<CompletableFuture<Bucket>> reads =
        names.stream()
            .map(name -> calls.begin(ApiFamily.S3, "s3:GetBucketPolicy", () -> reader.read(name)))
            .toList();
    return reads.stream().map(calls::get).toList();
  }

  private record Found(
      List<World.Group> groups, List<World.Member> members, Optional<World.Balancer> balancer) {}

  /** The second round, needed only where something is there already. */
  private Found found(
      BalancerSpec spec, List<SecurityGroup> groups, Optional<LoadBalancerDescription> balancer) {
    List<String> ids = groups.stream().map(SecurityGroup::groupId).toList();
    CompletableFuture<List<SecurityGroupRule>> rules =
        ids.isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : calls.begin(ApiFamily.EC2_READ, "ec2:DescribeSecurityGroupRules", () -> rules(ids));
    // Interfaces with the front-end group are the balancer's own, and go with it.
    List<String> joined =
        groups.stream()
            .filter(group -> !group.groupName().equals(spec.frontEndName()))
            .map(SecurityGroup::groupId)
            .toList();
    CompletableFuture<List<World.Member>> members =
        joined.isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : calls.begin(
                ApiFamily.EC2_READ, "ec2:DescribeNetworkInterfaces", () -> members(joined));
    Optional<World.Balancer> there = balancer.map(balancers::complete);
    List<SecurityGroupRule> all = calls.get(rules);
    return new Found(
        groups.stream().map(group -> group(group, all)).toList(), calls.get(members), there);
  }

  private List<World.Vpc> vpcs(BalancerSpec spec) {
    List<Filter> filters =
        spec.vpc()
            .map(id -> List.of(filter("vpc-id", id)))
            .orElseGet(() -> List.of(filter("tag:Name", spec.cluster())));
    return aws.ec2().describeVpcsPaginator(request -> request.filters(filters)).vpcs().stream()
        .map(
            vpc ->
                new World.Vpc(
                    vpc.vpcId(),
                    vpc.cidrBlockAssociationSet().isEmpty()
                        ? List.of(vpc.cidrBlock())
                        : vpc.cidrBlockAssociationSet().stream()
                            .filter(
                                block ->
                                    block.cidrBlockState() == null
                                        || "associated"
                                            .equals(block.cidrBlockState().stateAsString()))
                            .map(block -> block.cidrBlock())
                            .toList()))
        .toList();
  }

  private List<World.Subnet> subnets(BalancerSpec spec) {
    Filter filter =
        spec.subnets().isEmpty()
            ? filter("tag:Name", spec.defaultSubnetName())
            : filter("subnet-id", spec.subnets());
    return aws.ec2().describeSubnetsPaginator(request -> request.filters(filter)).subnets().stream()
        .map(
            subnet ->
                new World.Subnet(
                    subnet.subnetId(),
                    subnet.vpcId(),
                    subnet.availabilityZone(),
                    Optional.ofNullable(subnet.availableIpAddressCount()).orElse(0)))
        .toList();
  }

  private List<World.Instance> instances(BalancerSpec spec) {
    if (spec.instances().isEmpty()) {
      return instances(
          spec.workerTags().entrySet().stream()
              .map(tag -> filter("tag:" + tag.getKey(), tag.getValue()))
              .toList());
    }
    List<World.Instance> found = new ArrayList<>();
    for (int from = 0; from < spec.instances().size(); from += MOST_FILTER_VALUES) {
      int to = Math.min(from + MOST_FILTER_VALUES, spec.instances().size());
      found.addAll(instances(List.of(filter("instance-id", spec.instances().subList(from, to)))));
    }
    return found;
  }

  private List<World.Instance> instances(List<Filter> which) {
    List<Filter> filters = new ArrayList<>(which);
    filters.add(
        filter("instance-state-name", List.of("pending", "running", "stopping", "stopped")));
    return aws
        .ec2()
        .describeInstancesPaginator(request -> request.filters(filters))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .map(WorldReader::instance)
        .toList();
  }

  private static World.Instance instance(
      software.amazon.awssdk.services.ec2.model.Instance instance) {
    Optional<InstanceNetworkInterface> first =
        instance.networkInterfaces().stream()
            .filter(
                card ->
                    card.attachment() == null
                        || Integer.valueOf(0).equals(card.attachment().deviceIndex()))
            .findFirst();
    return new World.Instance(
        instance.instanceId(),
        instance.state().nameAsString(),
        Optional.ofNullable(instance.vpcId()).orElse("no VPC"),
        instance.placement() == null ? "no zone" : instance.placement().availabilityZone(),
        first.map(InstanceNetworkInterface::networkInterfaceId),
        first
            .map(card -> card.groups().stream().map(GroupIdentifier::groupId).toList())
            .orElse(List.of()));
  }

  /** Names of groups are unique whatever their case, and filters heed it: so letters are wild. */
  private List<SecurityGroup> groupsNamed(List<String> names) {
    Filter shapes =
        filter("group-name", names.stream().map(it -> it.replaceAll("[A-Za-z]", "?")).toList());
    return groupsWith(shapes).stream()
        .filter(group -> names.stream().anyMatch(group.groupName()::equalsIgnoreCase))
        .toList();
  }

  private List<SecurityGroup> groupsWith(Filter filter) {
    return aws
        .ec2()
        .describeSecurityGroupsPaginator(request -> request.filters(List.of(filter)))
        .securityGroups()
        .stream()
        .toList();
  }

  private List<SecurityGroupRule> rules(List<String> groups) {
    List<Filter> filters = List.of(filter("group-id", groups));
    return aws
        .ec2()
        .describeSecurityGroupRulesPaginator(request -> request.filters(filters))
        .securityGroupRules()
        .stream()
        .toList();
  }

  private static World.Group group(SecurityGroup group, List<SecurityGroupRule> rules) {
    List<World.Rule> own = new ArrayList<>();
    for (SecurityGroupRule rule : rules) {
      if (group.groupId().equals(rule.groupId())) {
        RuleText.of(rule)
            .ifPresent(
                text ->
                    own.add(
                        new World.Rule(
                            rule.securityGroupRuleId(), text, Ec2Tags.map(rule.tags()))));
      }
    }
    return new World.Group(
        group.groupId(), group.groupName(), group.vpcId(), Ec2Tags.map(group.tags()), own);
  }

  /** Without those that a service of AWS manages, a balancer's own above all. */
  private List<World.Member> members(List<String> groups) {
    List<Filter> filters = List.of(filter("group-id", groups));
    return aws
        .ec2()
        .describeNetworkInterfacesPaginator(request -> request.filters(filters))
        .networkInterfaces()
        .stream()
        .filter(card -> !Boolean.TRUE.equals(card.requesterManaged()))
        .map(
            card ->
                new World.Member(
                    card.networkInterfaceId(),
                    card.attachment() == null || card.attachment().instanceId() == null
                        ? ""
                        : card.attachment().instanceId(),
                    card.groups().stream().map(GroupIdentifier::groupId).toList()))
        .toList();
  }

  private static Filter filter(String name, String value) {
    return filter(name, List.of(value));
  }

  private static Filter filter(String name, Collection<String> values) {
    return Filter.builder().name(name).values(values).build();
  }
}
