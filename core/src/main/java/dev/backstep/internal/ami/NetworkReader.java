package dev.backstep.internal.ami;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.ami.Surroundings.Network;
import dev.backstep.internal.ami.Surroundings.Place;
import dev.backstep.internal.aws.PlanningCalls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** Finds where a build instance can be: given, by tags, or the default VPC. */
final class NetworkReader {

  private final AwsAccess aws;
  private final PlanningCalls calls;
  private final EncryptionSpec spec;
  private final List<String> problems = new ArrayList<>();

  NetworkReader(AwsAccess aws, PlanningCalls calls, EncryptionSpec spec) {
    this.aws = aws;
    this.calls = calls;
    this.spec = spec;
  }

  Network read() {
    CompletableFuture<List<SecurityGroup>> groups =
        spec.securityGroups().isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : calls.begin(ApiFamily.EC2_READ, "ec2:DescribeSecurityGroups", this::groups);
    Network network = spec.subnets().isEmpty() ? ofVpc() : given();
    checkGroups(calls.get(groups), network.vpc());
    return new Network(network.vpc(), network.subnets(), List.copyOf(problems));
  }

  /** In the order given, which is the order in which they are tried. */
  private Network given() {
    List<Place> found = places(filter("subnet-id", spec.subnets()));
    List<Place> inOrder = new ArrayList<>();
    for (String id : spec.subnets()) {
      Optional<Place> place = found.stream().filter(one -> one.subnet().equals(id)).findFirst();
      place.ifPresent(inOrder::add);
      if (place.isEmpty()) {
        problems.add(
            "subnet: %s is not there in %s (expected: one of this account's)"
                .formatted(id, aws.regionName()));
      }
    }
    String vpc = inOrder.isEmpty() ? "" : inOrder.get(0).vpc();
    String wanted = spec.vpc().orElse(vpc);
    inOrder.stream()
        .filter(place -> !place.vpc().equals(wanted))
        .forEach(
            place ->
                problems.add(
                    "subnet: %s is in %s (expected: in %s)"
                        .formatted(place.subnet(), place.vpc(), wanted)));
    return new Network(vpc, inOrder, List.of());
  }

  private Network ofVpc() {
    Optional<String> vpc = vpc();
    if (vpc.isEmpty() && spec.subnetTags().isEmpty()) {
      return new Network("", List.of(), List.of());
    }
    List<Filter> filters = new ArrayList<>();
    vpc.ifPresent(id -> filters.add(filter("vpc-id", List.of(id))));
    spec.subnetTags().forEach((key, value) -> filters.add(filter("tag:" + key, List.of(value))));
    List<Place> found =
        places(filters.toArray(Filter[]::new)).stream()
            .filter(place -> place.freeAddresses() > 0)
            .sorted(
                Comparator.comparingInt(Place::freeAddresses)
                    .reversed()
                    .thenComparing(Place::subnet))
            .toList();
    if (found.isEmpty()) {
      problems.add(
          "subnet: none with a free address %s (expected: .subnet(\"subnet-...\"))"
              .formatted(
                  spec.subnetTags().isEmpty()
                      ? "in " + vpc.orElse("any VPC")
                      : "is tagged " + spec.subnetTags()));
      return new Network(vpc.orElse(""), List.of(), List.of());
    }
    String home = found.get(0).vpc();
    return new Network(
        home, found.stream().filter(place -> place.vpc().equals(home)).toList(), List.of());
  }

  /** The VPC where one is given, tagged or the default; subnets by tags need none. */
  private Optional<String> vpc() {
    if (spec.vpc().isPresent() || !spec.subnetTags().isEmpty() && spec.vpcTags().isEmpty()) {
      return spec.vpc();
    }
    List<Filter> filters =
        spec.vpcTags().isEmpty()
            ? List.of(filter("is-default", List.of("true")))
            : spec.vpcTags().entrySet().stream()
                .map(tag -> filter("tag:" + tag.getKey(), List.of(tag.getValue())))
                .toList();
    List<String> found =
        calls.get(calls.begin(ApiFamily.EC2_READ, "ec2:DescribeVpcs", () -> vpcs(filters)));
    if (found.size() == 1) {
      return Optional.of(found.get(0));
    }
    problems.add(
        spec.vpcTags().isEmpty()
            ? "vpc: there is no default VPC in %s (expected: .vpc(\"vpc-...\") or .subnet(\"subnet-...\"))"
                .formatted(aws.regionName())
            : "vpcTagged: %s is on %s (expected: on exactly one VPC)"
                .formatted(spec.vpcTags(), found.isEmpty() ? "none" : found));
    return Optional.empty();
  }

  private List<String> vpcs(List<Filter> filters) {
    return aws.ec2().describeVpcsPaginator(request -> request.filters(filters)).vpcs().stream()
        .map(vpc -> vpc.vpcId())
        .toList();
  }

  private List<Place> places(Filter... filters) {
    return calls.get(
        calls.begin(ApiFamily.EC2_READ, "ec2:DescribeSubnets", () -> subnets(filters)));
  }

  private List<Place> subnets(Filter... filters) {
    return aws
        .ec2()
        .describeSubnetsPaginator(request -> request.filters(filters))
        .subnets()
        .stream()
        .map(
            subnet ->
                new Place(
                    subnet.subnetId(),
                    subnet.vpcId(),
                    subnet.availabilityZone(),
                    Optional.ofNullable(subnet.availableIpAddressCount()).orElse(0)))
        .toList();
  }

  private List<SecurityGroup> groups() {
    Filter which = filter("group-id", spec.securityGroups());
    return aws
        .ec2()
        .describeSecurityGroupsPaginator(request -> request.filters(which))
        .securityGroups()
        .stream()
        .toList();
  }

  private void checkGroups(List<SecurityGroup> found, String vpc) {
    Map<String, String> homes =
        found.stream()
            .collect(
                java.util.stream.Collectors.toMap(SecurityGroup::groupId, SecurityGroup::vpcId));
    for (String group : spec.securityGroups()) {
      String home = homes.get(group);
      if (home == null || !vpc.isEmpty() && !home.equals(vpc)) {
        problems.add(
            "securityGroups: %s is %s (expected: in %s)"
                .formatted(
                    group, home == null ? "not there" : "in " + home, vpc.isEmpty() ? "one" : vpc));
      }
    }
  }

  private static Filter filter(String name, List<String> values) {
    return Filter.builder().name(name).values(values).build();
  }
}
