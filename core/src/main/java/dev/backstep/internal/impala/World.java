package dev.backstep.internal.impala;

import dev.backstep.internal.s3.Bucket;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What AWS has, as far as a balancer's plan depends on it, before anything was chosen from it.
 *
 * @param account the account of the credentials
 * @param vpcs those that were asked for
 * @param subnets those that were asked for
 * @param instances those that were asked for, save terminated ones
 * @param groups security groups of our names, in any VPC
 * @param members network interfaces that are in one of these groups
 * @param balancer the load balancer of our name
 * @param buckets the buckets that access logs go to, now or soon
 * @param tls what encryption depends on
 */
record World(
    String account,
    List<Vpc> vpcs,
    List<Subnet> subnets,
    List<Instance> instances,
    List<Group> groups,
    List<Member> members,
    Optional<Balancer> balancer,
    List<Bucket> buckets,
    TlsWorld tls) {

  /** A VPC and its IPv4 blocks. */
  record Vpc(String id, List<String> cidrs) {}

  /** A subnet. */
  record Subnet(String id, String vpc, String zone, int freeAddresses) {}

  /**
   * An instance.
   *
   * @param networkInterface its interface of device 0, which is where a classic balancer connects
   * @param groups the groups of that interface
   */
  record Instance(
      String id,
      String state,
      String vpc,
      String zone,
      Optional<String> networkInterface,
      List<String> groups) {

    boolean isRunning() {
      return state.equals("running");
    }

    private Instance settled() {
      return new Instance(id, state, vpc, zone, networkInterface, sorted(groups));
    }
  }

  /** A security group. */
  record Group(String id, String name, String vpc, Map<String, String> tags, List<Rule> rules) {

    /** A rule of this text, whoever made it. */
    boolean lets(String text) {
      return rules.stream().anyMatch(rule -> rule.text().equals(text));
    }

    /** The same rules make the same plan: AWS lists them in any order. */
    List<Rule> rulesInOrder() {
      return rules.stream().sorted(Comparator.comparing(Rule::text)).toList();
    }

    private Group settled() {
      return new Group(
          id, name, vpc, new TreeMap<>(tags), sorted(rules.stream().map(Rule::settled)));
    }
  }

  /** An ingress rule for one TCP port. */
  record Rule(String id, String text, Map<String, String> tags) {
    private Rule settled() {
      return new Rule(id, text, new TreeMap<>(tags));
    }
  }

  /** A network interface, the instance it belongs to if any, and the groups it is in. */
  record Member(String networkInterface, String instance, List<String> groups) {}

  /** A load balancer, its values as {@link Readings} names them, and the zone of each subnet. */
  record Balancer(
      String name,
      String dnsName,
      boolean internal,
      String vpc,
      Map<String, String> subnets,
      Map<String, String> zones,
      Map<String, String> groups,
      Map<String, String> listeners,
      Map<String, String> policies,
      Map<String, String> healthCheck,
      Map<String, String> instances,
      Map<String, String> attributes,
      Map<String, String> tags) {}

  /** The group of a name in a VPC. */
  Optional<Group> group(String name, String vpc) {
    return groups.stream()
        .filter(group -> group.name().equalsIgnoreCase(name) && group.vpc().equals(vpc))
        .findFirst();
  }

  /** A bucket by name. */
  Optional<Bucket> bucket(String name) {
    return buckets.stream().filter(bucket -> bucket.name().equals(name)).findFirst();
  }

  /**
   * The same in a fixed order, which AWS does not promise, and without what changes by itself: to
   * tell whether a plan still rests on it.
   */
  World settled() {
    return new World(
        account,
        sorted(vpcs.stream().map(one -> new Vpc(one.id(), sorted(one.cidrs())))),
        sorted(subnets.stream().map(one -> new Subnet(one.id(), one.vpc(), one.zone(), 0))),
        sorted(instances.stream().map(Instance::settled)),
        sorted(groups.stream().map(Group::settled)),
        sorted(
            members.stream()
                .map(
                    one ->
                        new Member(one.networkInterface(), one.instance(), sorted(one.groups())))),
        balancer,
        buckets,
        tls);
  }

  private static List<String> sorted(List<String> texts) {
    return sorted(texts.stream());
  }

  private static <T> List<T> sorted(Stream<T> things) {
    return things.sorted(Comparator.comparing(Object::toString)).toList();
  }
}
