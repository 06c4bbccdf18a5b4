package dev.backstep.internal.impala;

import dev.backstep.impala.Scheme;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.planning.Problems;
import dev.backstep.plan.InvalidSettingsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds a spec against the world: exactly one of each thing, in the right place, or problems. */
final class Chooser {

  private static final int FEWEST_FREE_ADDRESSES = 8;

  private final BalancerSpec spec;
  private final World world;
  private final String region;
  private final Problems problems = new Problems();
  private final List<String> notes = new ArrayList<>();

  private Chooser(BalancerSpec spec, World world, String region) {
    this.spec = spec;
    this.world = world;
    this.region = region;
  }

  /**
   * Chooses.
   *
   * @throws InvalidSettingsException with all that is wrong
   */
  static Choice choose(BalancerSpec spec, World world, String region) {
    return new Chooser(spec, world, region).choose();
  }

  private Choice choose() {
    Optional<World.Vpc> vpc = chooseVpc();
    List<World.Subnet> subnets = chooseSubnets(vpc.map(World.Vpc::id));
    List<World.Instance> workers = chooseWorkers(vpc.map(World.Vpc::id), subnets);
    vpc.ifPresent(found -> checkNames(found.id(), subnets));
    checkRules(vpc);
    spec.accessLogs()
        .ifPresent(
            logs ->
                world
                    .bucket(logs.bucket())
                    .ifPresent(
                        bucket ->
                            LogBucket.check(
                                spec, logs, bucket, region, world.account(), problems, notes)));
    Optional<ChosenCertificate> certificate =
        new CertificateChooser(spec, world.tls(), region, problems, notes).choose();
    problems.raise(spec.owner());
    return new Choice(world.account(), vpc.orElseThrow(), subnets, workers, certificate, notes);
  }

  private Optional<World.Vpc> chooseVpc() {
    if (spec.vpc().isPresent()) {
      problems.unless(
          !world.vpcs().isEmpty(),
          "vpc: \"%s\" is not there (expected: a VPC of this account and region)",
          spec.vpc().get());
      return world.vpcs().stream().findFirst();
    }
    if (world.vpcs().size() == 1) {
      return Optional.of(world.vpcs().get(0));
    }
    problems.unless(
        false,
        "vpc: %d VPCs are tagged Name=%s%s (expected: exactly one; say which with vpc(\"vpc-...\"))",
        world.vpcs().size(),
        spec.cluster(),
        listed(world.vpcs().stream().map(World.Vpc::id).toList()));
    return Optional.empty();
  }

  private List<World.Subnet> chooseSubnets(Optional<String> vpc) {
    return spec.subnets().isEmpty() ? taggedSubnet(vpc) : namedSubnets(vpc);
  }

  private List<World.Subnet> taggedSubnet(Optional<String> vpc) {
    List<World.Subnet> found =
        world.subnets().stream()
            .filter(subnet -> vpc.isEmpty() || vpc.get().equals(subnet.vpc()))
            .toList();
    problems.unless(
        found.size() == 1 || vpc.isEmpty(),
        "subnets: %d subnets%s are tagged Name=%s%s (expected: exactly one; say which with subnet(\"subnet-...\"))",
        found.size(),
        vpc.map(id -> " of " + id).orElse(""),
        spec.defaultSubnetName(),
        listed(found.stream().map(World.Subnet::id).toList()));
    found.forEach(this::checkRoom);
    return found;
  }

  private List<World.Subnet> namedSubnets(Optional<String> vpc) {
    Map<String, World.Subnet> byId = new HashMap<>();
    world.subnets().forEach(subnet -> byId.put(subnet.id(), subnet));
    Map<String, String> byZone = new HashMap<>();
    List<World.Subnet> chosen = new ArrayList<>();
    for (String id : spec.subnets()) {
      World.Subnet subnet = byId.get(id);
      problems.unless(
          subnet != null,
          "subnets: \"%s\" is not there (expected: a subnet of this account and region)",
          id);
      if (subnet == null) {
        continue;
      }
      problems.unless(
          vpc.isEmpty() || vpc.get().equals(subnet.vpc()),
          "subnets: \"%s\" is in %s (expected: a subnet of %s)",
          id,
          subnet.vpc(),
          vpc.orElse(""));
      String other = byZone.putIfAbsent(subnet.zone(), id);
      problems.unless(
          other == null,
          "subnets: \"%s\" and \"%s\" are both in %s (expected: one subnet a zone)",
          other,
          id,
          subnet.zone());
      checkRoom(subnet);
      chosen.add(subnet);
    }
    return chosen;
  }

  private void checkRoom(World.Subnet subnet) {
    problems.unless(
        subnet.freeAddresses() >= FEWEST_FREE_ADDRESSES,
        "subnets: \"%s\" has %d free addresses (expected: at least %d, which a load balancer needs to grow)",
        subnet.id(),
        subnet.freeAddresses(),
        FEWEST_FREE_ADDRESSES);
  }

  private List<World.Instance> chooseWorkers(Optional<String> vpc, List<World.Subnet> subnets) {
    List<World.Instance> chosen = spec.instances().isEmpty() ? taggedInstances() : namedInstances();
    List<String> zones = subnets.stream().map(World.Subnet::zone).distinct().toList();
    for (World.Instance instance : chosen) {
      problems.unless(
          vpc.isEmpty() || vpc.get().equals(instance.vpc()),
          "instances: \"%s\" is in %s (expected: an instance of %s)",
          instance.id(),
          instance.vpc(),
          vpc.orElse(""));
      problems.unless(
          zones.isEmpty() || zones.contains(instance.zone()),
          "instances: \"%s\" is in %s, where the load balancer has no subnet (expected: one in %s; add a subnet of %s)",
          instance.id(),
          instance.zone(),
          String.join(", ", zones),
          instance.zone());
      checkGroups(instance);
    }
    return chosen;
  }

  private void checkGroups(World.Instance instance) {
    problems.unless(
        instance.networkInterface().isPresent(),
        "instances: \"%s\" has no network interface as device 0 (expected: one, which is where a classic load balancer connects)",
        instance.id());
    boolean isMember =
        world
            .group(spec.backEndName(), instance.vpc())
            .map(group -> instance.groups().contains(group.id()))
            .orElse(false);
    problems.unless(
        isMember || instance.groups().size() < spec.groupsPerInterface(),
        "instances: \"%s\" has %d security groups on %s, and one more would be over the quota of %d (expected: room for one; take one off, or say groupsPerInterface(n) if the account's quota is higher)",
        instance.id(),
        instance.groups().size(),
        instance.networkInterface().orElse("device 0"),
        spec.groupsPerInterface());
  }

  private List<World.Instance> taggedInstances() {
    List<World.Instance> running =
        world.instances().stream().filter(World.Instance::isRunning).toList();
    world.instances().stream()
        .filter(instance -> !instance.isRunning())
        .forEach(
            instance ->
                notes.add(
                    "instance %s is left out: it is %s"
                        .formatted(instance.id(), instance.state())));
    String tags =
        spec.workerTags().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(tag -> tag.getKey() + "=" + tag.getValue())
            .collect(Collectors.joining(", "));
    problems.unless(
        !running.isEmpty(),
        "instances: no running instance is tagged %s%s (expected: at least one; say which with instances(\"i-...\") or instancesTagged(...))",
        tags,
        listed(world.instances().stream().map(one -> one.id() + " is " + one.state()).toList()));
    return running;
  }

  private List<World.Instance> namedInstances() {
    Map<String, World.Instance> byId = new HashMap<>();
    world.instances().forEach(instance -> byId.put(instance.id(), instance));
    List<World.Instance> chosen = new ArrayList<>();
    for (String id : spec.instances()) {
      World.Instance instance = byId.get(id);
      problems.unless(
          instance != null,
          "instances: \"%s\" is not there or is terminated (expected: a running instance of this account and region)",
          id);
      if (instance != null) {
        problems.unless(
            instance.isRunning(),
            "instances: \"%s\" is %s (expected: a running instance)",
            id,
            instance.state());
        chosen.add(instance);
      }
    }
    return chosen;
  }

  private void checkNames(String vpc, List<World.Subnet> subnets) {
    world
        .balancer()
        .ifPresent(
            there -> {
              checkOwner("load balancer \"%s\"".formatted(there.name()), there.tags(), 10);
              checkSame(there, vpc, subnets);
            });
    for (String name : List.of(spec.frontEndName(), spec.backEndName())) {
      world
          .group(name, vpc)
          .ifPresent(
              group ->
                  checkOwner(
                      "security group \"%s\" (%s)".formatted(group.name(), group.id()),
                      group.tags(),
                      50));
    }
  }

  private void checkOwner(String what, Map<String, String> tags, int mostTags) {
    Ownership ownership = Ownership.of(tags, spec.owner());
    problems.unless(
        ownership != Ownership.OTHERS,
        "%s is managed for %s (expected: none of that name, or one for %s; it is left alone: destroy it where it is managed, or choose another cluster name)",
        what,
        tags.get(Tags.OWNER),
        spec.owner());
    problems.unless(
        ownership != Ownership.UNMANAGED || spec.adoptExisting(),
        "%s is there already and is not managed by Backstep: it has no tag %s=%s (expected: none of that name; adoptExisting() would tag it, change it as these settings say, and never delete it; otherwise it is left alone: rename or remove it, or choose another cluster name)",
        what,
        Tags.OWNER,
        spec.owner());
    int added = ownership == Ownership.UNMANAGED && spec.adoptExisting() ? 2 : 0;
    added += (int) spec.tags().keySet().stream().filter(key -> !tags.containsKey(key)).count();
    boolean staysAsItIs =
        ownership == Ownership.OTHERS || ownership == Ownership.UNMANAGED && !spec.adoptExisting();
    problems.unless(
        staysAsItIs || added == 0 || tags.size() + added <= mostTags,
        "%s has %d tags, and would have %d (expected: at most %d)",
        what,
        tags.size(),
        tags.size() + added,
        mostTags);
  }

  private void checkSame(World.Balancer there, String vpc, List<World.Subnet> subnets) {
    boolean internal = spec.scheme() == Scheme.INTERNAL;
    problems.unless(
        there.internal() == internal,
        "scheme: %s (expected: %s, which load balancer \"%s\" is; it cannot change: destroy() first for another balancer with another DNS name)",
        spec.scheme(),
        there.internal() ? Scheme.INTERNAL : Scheme.INTERNET_FACING,
        there.name());
    boolean moves = !there.vpc().isEmpty() && !there.vpc().equals(vpc);
    problems.unless(
        !moves,
        "vpc: %s (expected: %s, where load balancer \"%s\" is; it cannot move: destroy() first for another balancer with another DNS name)",
        vpc,
        there.vpc(),
        there.name());
    if (!moves) {
      checkSubnets(there, subnets);
    }
  }

  /** A subnet can only take the place of another in its zone while a third holds the balancer. */
  private void checkSubnets(World.Balancer there, List<World.Subnet> subnets) {
    boolean stays = subnets.stream().anyMatch(subnet -> there.subnets().containsKey(subnet.id()));
    boolean grows =
        subnets.stream().anyMatch(subnet -> !there.zones().containsValue(subnet.zone()));
    problems.unless(
        subnets.isEmpty() || stays || grows || there.subnets().size() > 1,
        "subnets: %s (expected: also %s, since load balancer \"%s\" cannot leave its only subnet for another one of the same zone)",
        subnets.stream().map(World.Subnet::id).toList(),
        there.subnets().keySet(),
        there.name());
  }

  private void checkRules(Optional<World.Vpc> vpc) {
    if (vpc.isPresent() && spec.allowFrom().isEmpty() && !spec.allowFromAnywhere()) {
      problems.unless(
          !vpc.get().cidrs().isEmpty(),
          "allowFrom: %s has no IPv4 block to let in (expected: allowFrom(\"10.0.0.0/8\") or such)",
          vpc.get().id());
      int blocks = vpc.get().cidrs().size();
      problems.unless(
          blocks * spec.listeners().size() <= BalancerRules.MOST_RULES,
          "allowFrom: blocks of %s (%d) times listeners (%d) make %d rules (expected: at most %d in one security group; say which with allowFrom(\"10.0.0.0/8\") or such)",
          vpc.get().id(),
          blocks,
          spec.listeners().size(),
          blocks * spec.listeners().size(),
          BalancerRules.MOST_RULES);
    }
  }

  private static String listed(List<String> candidates) {
    return candidates.isEmpty() ? "" : ": " + String.join(", ", candidates);
  }
}
