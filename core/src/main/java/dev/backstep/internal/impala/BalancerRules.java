package dev.backstep.internal.impala;

import dev.backstep.impala.HealthCheck;
import dev.backstep.impala.Listener;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.planning.Cidr;
import dev.backstep.internal.planning.Problems;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What can be known of a spec without asking AWS. Each problem names the setting to mend. */
final class BalancerRules {

  private static final int LONGEST_NAME = 32;
  private static final int LONGEST_CLUSTER = LONGEST_NAME - Names.LOAD_BALANCER_PREFIX.length();
  private static final int MOST_USER_TAGS = 7;
  private static final int MOST_LISTENERS = 100;

  /** How many rules a security group takes for each family of addresses. */
  static final int MOST_RULES = 60;

  private static final int LONGEST_PATH = 1024;

  private final BalancerSpec spec;
  private final Problems problems = new Problems();

  private BalancerRules(BalancerSpec spec) {
    this.spec = spec;
  }

  /**
   * Throws with all problems if there are any.
   *
   * @param region where the balancer is to be; empty if that is not known
   */
  static void check(BalancerSpec spec, Optional<String> region) {
    BalancerRules rules = new BalancerRules(spec);
    rules.checkName();
    rules.checkPlace();
    rules.checkListeners();
    rules.checkClients();
    rules.checkInstancePorts();
    rules.checkHealthCheck();
    rules.checkTimes();
    rules.checkTags();
    spec.accessLogs().ifPresent(logs -> AccessLogRules.check(logs, rules.problems));
    TlsRules.check(spec, rules.problems);
    region.ifPresent(name -> TlsRules.checkRegion(spec, name, rules.problems));
    rules.problems.raise(spec.owner());
  }

  /** Throws if the cluster's name cannot be. */
  static void checkName(BalancerSpec spec) {
    BalancerRules rules = new BalancerRules(spec);
    rules.checkName();
    rules.problems.raise(spec.owner());
  }

  private void checkName() {
    String cluster = spec.cluster();
    problems.unless(
        cluster.matches("[0-9A-Za-z-]*"),
        "cluster: \"%s\" (expected: only letters, digits and hyphens, since the load balancer is named after it)",
        cluster);
    problems.unless(
        !cluster.isEmpty() && cluster.length() <= LONGEST_CLUSTER,
        "cluster: \"%s\" has %d characters (expected: 1 to %d, since \"%s\" comes before it and a load balancer's name has at most %d)",
        cluster,
        cluster.length(),
        LONGEST_CLUSTER,
        Names.LOAD_BALANCER_PREFIX,
        LONGEST_NAME);
    problems.unless(
        !cluster.endsWith("-"),
        "cluster: \"%s\" (expected: no hyphen at the end, since a load balancer's name may not have one)",
        cluster);
    problems.unless(
        !cluster.startsWith("sg-"),
        "cluster: \"%s\" (expected: not \"sg-\" at the beginning, since the security groups are named after it and their names may not begin so)",
        cluster);
  }

  private void checkPlace() {
    spec.emptySettings()
        .forEach(
            setting ->
                problems.unless(
                    false,
                    "%s: none given (expected: at least one; leave the setting out for its default)",
                    setting));
    spec.vpc().ifPresent(vpc -> checkId("vpc", "vpc-", vpc));
    spec.subnets().forEach(subnet -> checkId("subnets", "subnet-", subnet));
    spec.instances().forEach(instance -> checkId("instances", "i-", instance));
    checkOnce("subnets", spec.subnets());
    checkOnce("instances", spec.instances());
    problems.unless(
        spec.instances().isEmpty() || spec.instanceTags().isEmpty(),
        "instancesTagged: %s beside instances: %s (expected: one of the two)",
        new TreeMap<>(spec.instanceTags()),
        spec.instances());
    problems.unless(
        spec.groupsPerInterface() >= 1 && spec.groupsPerInterface() <= 16,
        "groupsPerInterface: %d (expected: 1 to 16)",
        spec.groupsPerInterface());
  }

  private void checkId(String setting, String prefix, String id) {
    problems.unless(
        id.matches(prefix + "[0-9A-Za-z]+"),
        "%s: \"%s\" (expected: an id that begins with \"%s\")",
        setting,
        id,
        prefix);
  }

  private void checkOnce(String setting, List<String> ids) {
    Set<String> seen = new HashSet<>();
    ids.forEach(id -> problems.unless(seen.add(id), "%s: \"%s\" is there twice", setting, id));
  }

  private void checkListeners() {
    problems.unless(
        !spec.listeners().isEmpty() && spec.fronts().size() <= MOST_LISTENERS,
        "listeners: %d given (expected: 1 to %d)",
        spec.fronts().size(),
        MOST_LISTENERS);
    Set<Integer> seen = new HashSet<>();
    for (Listener listener : spec.listeners()) {
      checkPort("listeners", listener.port());
      if (listener.instancePort() != listener.port()) {
        checkPort("listeners: instance port", listener.instancePort());
      }
      problems.unless(
          seen.add(listener.port()), "listeners: port %d is there twice", listener.port());
    }
  }

  private void checkPort(String setting, int port) {
    problems.unless(
        port >= 1 && port <= 65535, "%s: %d (expected: a port, 1 to 65535)", setting, port);
  }

  private void checkClients() {
    for (String text : spec.allowFrom()) {
      problems.unless(
          Cidr.parse(text).isPresent(),
          "allowFrom: \"%s\" (expected: a block of addresses such as \"10.0.0.0/8\")",
          text);
    }
    List<Cidr> blocks = clients(spec);
    problems.unless(
        spec.allowFromAnywhere() || !Cidr.coverTheWorld(blocks),
        "allowFrom: %s lets the whole world in (expected: the clients' own blocks; say allowFromAnywhere() if it is meant)",
        spec.allowFrom());
    problems.unless(
        rules(blocks) <= MOST_RULES,
        "allowFrom: blocks of clients (%d) times listeners (%d) make %d rules (expected: at most %d in one security group)",
        rules(blocks) / Math.max(1, spec.fronts().size()),
        spec.fronts().size(),
        rules(blocks),
        MOST_RULES);
  }

  /** The rules of the group that clients come through; IPv4 and IPv6 are counted apart. */
  private long rules(List<Cidr> blocks) {
    long ipv4 = blocks.stream().filter(block -> block.bits() == 32).count();
    return Math.max(1, Math.max(ipv4, blocks.size() - ipv4)) * spec.fronts().size();
  }

  private void checkInstancePorts() {
    int ports = spec.listeners().isEmpty() ? 0 : spec.instancePorts().size();
    problems.unless(
        ports <= MOST_RULES,
        "listeners: they and the health check lead to %d ports of the instances (expected: at most %d, since a security group takes no more rules)",
        ports,
        MOST_RULES);
  }

  /** The client blocks that were asked for, in canonical form, each once. */
  static List<Cidr> clients(BalancerSpec spec) {
    if (spec.allowFromAnywhere()) {
      return List.of(Cidr.parse("0.0.0.0/0").orElseThrow());
    }
    return spec.allowFrom().stream().map(Cidr::parse).flatMap(Optional::stream).distinct().toList();
  }

  private void checkHealthCheck() {
    if (spec.listeners().isEmpty()) {
      return;
    }
    HealthCheck check = spec.healthCheck();
    if (spec.givenHealthCheck().isPresent()) {
      checkPort("healthCheck: port", check.port());
    }
    checkSeconds("healthCheck.every", check.interval(), 5, 300);
    checkSeconds("healthCheck.timeout", check.timeout(), 2, 60);
    problems.unless(
        check.timeout().compareTo(check.interval()) < 0,
        "healthCheck.timeout: %s (expected: less than the interval, %s)",
        inWords(check.timeout()),
        inWords(check.interval()));
    checkThreshold("healthCheck.unhealthyAfter", check.unhealthyThreshold());
    checkThreshold("healthCheck.healthyAfter", check.healthyThreshold());
    checkPath(check);
  }

  private void checkPath(HealthCheck check) {
    boolean asks =
        check.protocol() == HealthCheck.Protocol.HTTP
            || check.protocol() == HealthCheck.Protocol.HTTPS;
    if (!asks) {
      problems.unless(
          check.path().isEmpty(),
          "healthCheck.path: \"%s\" (expected: none, since %s only opens a connection)",
          check.path(),
          check.protocol());
      return;
    }
    problems.unless(
        check.path().startsWith("/"),
        "healthCheck.path: \"%s\" (expected: it begins with a slash, such as \"/healthz\")",
        check.path());
    problems.unless(
        check.path().length() <= LONGEST_PATH,
        "healthCheck.path: %d characters (expected: at most %d)",
        check.path().length(),
        LONGEST_PATH);
    problems.unless(
        check.path().chars().allMatch(c -> c > ' ' && c < 127),
        "healthCheck.path: \"%s\" (expected: only printable ASCII characters, no blanks)",
        check.path());
  }

  private void checkThreshold(String setting, int checks) {
    problems.unless(
        checks >= 2 && checks <= 10, "%s: %d (expected: 2 to 10 checks)", setting, checks);
  }

  private void checkTimes() {
    checkSeconds("idleTimeout", spec.idleTimeout(), 1, 3600);
    checkSeconds("connectionDraining", spec.connectionDraining(), 0, 3600);
    checkSeconds("inServiceWithin", spec.inServiceWithin(), 1, 86_400);
  }

  private void checkSeconds(String setting, Duration value, long least, long most) {
    boolean whole = value.equals(Duration.ofSeconds(value.toSeconds()));
    problems.unless(
        whole && value.toSeconds() >= least && value.toSeconds() <= most,
        "%s: %s (expected: %d to %d s, whole seconds)",
        setting,
        inWords(value),
        least,
        most);
  }

  private static String inWords(Duration value) {
    return value.equals(Duration.ofSeconds(value.toSeconds()))
        ? value.toSeconds() + " s"
        : value.toString();
  }

  private void checkTags() {
    problems.unless(
        spec.tags().size() <= MOST_USER_TAGS,
        "tag: %d given (expected: at most %d, since a load balancer takes 10 and Backstep needs 3)",
        spec.tags().size(),
        MOST_USER_TAGS);
    spec.tags().forEach((key, value) -> checkTag("tag", key, value));
    new TreeMap<>(spec.instanceTags())
        .forEach((key, value) -> checkTag("instancesTagged", key, value));
    for (String key : spec.tags().keySet()) {
      problems.unless(
          !key.startsWith(Tags.PREFIX),
          "tag: \"%s\" (expected: a key that does not begin with \"%s\", which Backstep uses itself)",
          key,
          Tags.PREFIX);
      problems.unless(
          !key.toLowerCase(java.util.Locale.ROOT).startsWith("aws:"),
          "tag: \"%s\" (expected: a key that does not begin with \"aws:\", which AWS keeps for itself)",
          key);
    }
  }

  private void checkTag(String setting, String key, String value) {
    problems.unless(
        !key.isEmpty() && key.length() <= 128,
        "%s: key \"%s\" has %d characters (expected: 1 to 128)",
        setting,
        key,
        key.length());
    problems.unless(
        value.length() <= 256,
        "%s: the value of \"%s\" has %d characters (expected: at most 256)",
        setting,
        key,
        value.length());
    problems.unless(
        (key + value).matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"),
        "%s: \"%s\"=\"%s\" (expected: only letters, digits, blanks and _ . : / = + - @)",
        setting,
        key,
        value);
  }
}
