package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.HealthCheck;
import dev.backstep.impala.Listener;
import dev.backstep.plan.Plan;
import dev.backstep.testing.SimulatedAws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both edges of everything that can be known of the settings without asking AWS. */
class ImpalaBalancerRulesTest {

  private static final AtomicInteger ACCEPTED = new AtomicInteger();
  private static final AtomicInteger REFUSED = new AtomicInteger();
  private static final AtomicInteger NULLS = new AtomicInteger();

  private static final String NAME_RULE =
      "cluster: \"%s\" (expected: only letters, digits and hyphens, since the load balancer is named after it)";
  private static final String LENGTH_RULE =
      "cluster: \"%s\" has %d characters (expected: 1 to 21, since \"elb-impala-\" comes before it and a load balancer's name has at most 32)";
  private static final String END_RULE =
      "cluster: \"%s\" (expected: no hyphen at the end, since a load balancer's name may not have one)";
  private static final String PREFIX_RULE =
      "cluster: \"%s\" (expected: not \"sg-\" at the beginning, since the security groups are named after it and their names may not begin so)";
  private static final String BLOCK_RULE =
      "allowFrom: \"%s\" (expected: a block of addresses such as \"10.0.0.0/8\")";
  private static final String WORLD_RULE =
      "allowFrom: %s lets the whole world in (expected: the clients' own blocks; say allowFromAnywhere() if it is meant)";
  private static final String CHARACTERS_RULE =
      "%s: \"%s\"=\"%s\" (expected: only letters, digits, blanks and _ . : / = + - @)";
  private static final String RULES_RULE =
      "allowFrom: blocks of clients (%d) times listeners (%d) make %d rules (expected: at most 60 in one security group)";
  private static final String BACK_END_RULE =
      "listeners: they and the health check lead to %d ports of the instances (expected: at most 60, since a security group takes no more rules)";

  /** A balancer with one or two settings at an edge, and what is wrong with it, if anything. */
  private record Case(
      String name, String cluster, Consumer<ImpalaBalancer> settings, List<String> problems) {

    @Override
    public String toString() {
      return name;
    }

    ImpalaBalancer balancer(SimulatedAws aws) {
      ImpalaBalancer balancer = ImpalaBalancer.forCluster(cluster).aws(aws.access());
      settings.accept(balancer);
      return balancer;
    }
  }

  @AfterAll
  static void report() {
    System.out.printf(
        "ImpalaBalancerRulesTest: %d settings accepted, %d refused, %d nulls%n",
        ACCEPTED.get(), REFUSED.get(), NULLS.get());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void apply_whenSettingsAreAtTheEdge_isTakenByTheService(Case edge) {
    SimulatedAws aws = SimulatedAws.withCluster(edge.cluster(), 2).healthDelay(Duration.ZERO);

    Plan<BalancedCluster> plan = edge.balancer(aws).plan();

    assertThat(plan.hasChanges()).isTrue();
    assertThat(aws.ledger().mutating()).isEmpty();
    assertThat(plan.execute().instances()).hasSize(2);
    ACCEPTED.incrementAndGet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void plan_whenSettingsAreBeyondTheEdge_saysWhatIsExpectedAndCallsNothing(Case edge) {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);

    Refusals.assertRefused(
        () -> edge.balancer(aws).plan(), "impala/" + edge.cluster(), edge.problems());

    assertThat(aws.ledger()).isEmpty();
    REFUSED.incrementAndGet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nulls")
  void setting_whenNull_isRefusedByItsName(Case edge) {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);

    assertThatThrownBy(() -> edge.balancer(aws).plan())
        .isInstanceOf(NullPointerException.class)
        .hasMessage(edge.problems().get(0));

    assertThat(aws.ledger()).isEmpty();
    NULLS.incrementAndGet();
  }

  @Test
  void forCluster_whenNull_isRefusedByItsName() {
    assertThatThrownBy(() -> ImpalaBalancer.forCluster(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("cluster");
  }

  @Test
  void plan_whenSeveralSettingsAreWrong_listsAllInOrder() {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);
    ImpalaBalancer balancer =
        ImpalaBalancer.forCluster("my_cluster-of-impala-daemons-")
            .aws(aws.access())
            .vpc("10.0.0.0/16")
            .subnets("subnet-1", "subnet-1")
            .instances("worker-1")
            .instancesTagged(Map.of("type", "worker"))
            .groupsPerInterface(0)
            .listeners(Listener.tcp(0), Listener.tcp(443).to(70000), Listener.tcp(443).to(21050))
            .allowFrom("10.0.0.0", "0.0.0.0/0")
            .healthCheck(
                HealthCheck.http(-1, "healthz")
                    .every(Duration.ofSeconds(3))
                    .timeout(Duration.ofSeconds(90))
                    .unhealthyAfter(1)
                    .healthyAfter(11))
            .idleTimeout(Duration.ofHours(2))
            .connectionDraining(Duration.ofSeconds(-1))
            .inServiceWithin(Duration.ZERO)
            .tag("aws:team", "data")
            .tag("backstep:run", "1");

    Refusals.assertRefused(
        balancer::plan,
        "impala/my_cluster-of-impala-daemons-",
        List.of(
            NAME_RULE.formatted("my_cluster-of-impala-daemons-"),
            LENGTH_RULE.formatted("my_cluster-of-impala-daemons-", 29),
            END_RULE.formatted("my_cluster-of-impala-daemons-"),
            "vpc: \"10.0.0.0/16\" (expected: an id that begins with \"vpc-\")",
            "instances: \"worker-1\" (expected: an id that begins with \"i-\")",
            "subnets: \"subnet-1\" is there twice",
            "instancesTagged: {type=worker} beside instances: [worker-1] (expected: one of the two)",
            "groupsPerInterface: 0 (expected: 1 to 16)",
            "listeners: 0 (expected: a port, 1 to 65535)",
            "listeners: instance port: 70000 (expected: a port, 1 to 65535)",
            "listeners: port 443 is there twice",
            BLOCK_RULE.formatted("10.0.0.0"),
            WORLD_RULE.formatted("[10.0.0.0, 0.0.0.0/0]"),
            "healthCheck: port: -1 (expected: a port, 1 to 65535)",
            "healthCheck.every: 3 s (expected: 5 to 300 s, whole seconds)",
            "healthCheck.timeout: 90 s (expected: 2 to 60 s, whole seconds)",
            "healthCheck.timeout: 90 s (expected: less than the interval, 3 s)",
            "healthCheck.unhealthyAfter: 1 (expected: 2 to 10 checks)",
            "healthCheck.healthyAfter: 11 (expected: 2 to 10 checks)",
            "healthCheck.path: \"healthz\" (expected: it begins with a slash, such as \"/healthz\")",
            "idleTimeout: 7200 s (expected: 1 to 3600 s, whole seconds)",
            "connectionDraining: -1 s (expected: 0 to 3600 s, whole seconds)",
            "inServiceWithin: 0 s (expected: 1 to 86400 s, whole seconds)",
            "tag: \"aws:team\" (expected: a key that does not begin with \"aws:\", which AWS keeps for itself)",
            "tag: \"backstep:run\" (expected: a key that does not begin with \"backstep:\", which Backstep uses itself)"));
    assertThat(aws.ledger()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"10.0.0.5/8", "10.255.255.255/8", "10.0.0.0/08"})
  void plan_whenABlockHasHostBits_usesItAsAwsKeepsIt(String block) {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);

    Plan<BalancedCluster> plan =
        ImpalaBalancer.forCluster("Cluster1").aws(aws.access()).allowFrom(block).plan();

    assertThat(plan.describe())
        .contains("let tcp 21000 in from 10.0.0.0/8", "let tcp 21050 in from 10.0.0.0/8")
        .doesNotContain(block + System.lineSeparator());
  }

  @Test
  void plan_whenIpv6BlocksAreWrittenDifferently_usesThemOnceAsAwsKeepsThem() {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);

    Plan<BalancedCluster> plan =
        ImpalaBalancer.forCluster("Cluster1")
            .aws(aws.access())
            .listeners(21050)
            .allowFrom(
                "2001:DB8:0:0:0:0:0:5/32", "2001:db8::/32", "2001:0db8::/32", "1::2:0:0:3/128")
            .plan();

    assertThat(plan.steps().stream().map(step -> step.summary()))
        .filteredOn(summary -> summary.startsWith("let tcp 21050 in from "))
        .containsExactly(
            "let tcp 21050 in from 2001:db8::/32",
            "let tcp 21050 in from 1::2:0:0:3/128",
            "let tcp 21050 in from \"Cluster1 Impala FE\"");
  }

  @Test
  void plan_whenBlocksAreTheSameOnceCanonical_makesOneRule() {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);
    String[] sixtyOne = new String[61];
    for (int host = 0; host < 61; host++) {
      sixtyOne[host] = "10.0.0." + host + "/8";
    }

    Plan<BalancedCluster> plan =
        ImpalaBalancer.forCluster("Cluster1").aws(aws.access()).allowFrom(sixtyOne).plan();

    assertThat(plan.steps()).filteredOn(step -> step.id().contains("-from-")).hasSize(2);
  }

  @Test
  void plan_whenAnywhereIsAllowed_letsTheWorldIn() {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);

    Plan<BalancedCluster> plan =
        ImpalaBalancer.forCluster("Cluster1").aws(aws.access()).allowFromAnywhere().plan();

    assertThat(plan.describe()).contains("let tcp 21050 in from 0.0.0.0/0");
  }

  @Test
  void plan_whenInstancesAreNamedByHundreds_asksForAllOfThem() {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);
    String[] unknown =
        IntStream.range(0, 450).mapToObj("i-%017d"::formatted).toArray(String[]::new);

    Refusals.assertRefused(
        () -> ImpalaBalancer.forCluster("Cluster1").aws(aws.access()).instances(unknown).plan(),
        "impala/Cluster1",
        Stream.of(unknown)
            .map(
                id ->
                    "instances: \""
                        + id
                        + "\" is not there or is terminated (expected: a running instance of this account and region)")
            .toList());
  }

  static Stream<Case> accepted() {
    List<Case> cases = new ArrayList<>();
    for (String name :
        List.of(
            "a", "1", "A", "a".repeat(21), "-Cluster1", "a--b", "0123456789", "SG-1", "default")) {
      cases.add(new Case("cluster " + name, name, balancer -> {}, List.of()));
    }
    accepts(cases, "port 1", b -> b.listeners(1));
    accepts(cases, "port 65535", b -> b.listeners(65535));
    accepts(cases, "instance port 1", b -> b.listeners(Listener.tcp(443).to(1)));
    accepts(cases, "instance port 65535", b -> b.listeners(Listener.tcp(443).to(65535)));
    accepts(
        cases,
        "two listeners to one port",
        b -> b.listeners(Listener.tcp(443).to(21050), Listener.tcp(21050)));
    accepts(cases, "60 listeners", b -> b.listeners(ports(60)));
    accepts(
        cases,
        "59 listeners and a health check on another port",
        b -> b.listeners(ports(59)).healthCheck(HealthCheck.tcp(9)));
    accepts(cases, "60 blocks", b -> b.listeners(21050).allowFrom(blocks(60)));
    accepts(cases, "60 blocks of each family", b -> b.listeners(21050).allowFrom(bothFamilies(60)));
    accepts(cases, "30 blocks for 2 ports", b -> b.allowFrom(blocks(30)));
    for (String block :
        List.of(
            "10.0.0.0/8",
            "10.0.0.5/8",
            "0.0.0.0/1",
            "192.168.1.1/32",
            "2001:db8::/32",
            "::/1",
            "::1/128",
            "2001:DB8::5/32",
            "fe80::/10",
            "1:2:3:4:5:6:7:8/128",
            "64:ff9b::1.2.3.4/96")) {
      accepts(cases, "allowFrom " + block, b -> b.allowFrom(block));
    }
    accepts(cases, "three quarters", b -> b.allowFrom("0.0.0.0/1", "128.0.0.0/2"));
    accepts(cases, "all but one", b -> b.allowFrom(allButOne()).listeners(21050));
    accepts(cases, "half of each family", b -> b.allowFrom("0.0.0.0/1", "8000::/1"));
    accepts(cases, "the world, said twice", b -> b.allowFrom("0.0.0.0/0").allowFromAnywhere());
    accepts(cases, "overlapping blocks", b -> b.allowFrom("10.0.0.0/8", "10.1.0.0/16"));
    checks(cases, "interval 5 s", check -> check.every(seconds(5)).timeout(seconds(4)));
    checks(cases, "interval 300 s", check -> check.every(seconds(300)));
    checks(cases, "time-out 2 s", check -> check.timeout(seconds(2)));
    checks(cases, "time-out 60 s", check -> check.every(seconds(61)).timeout(seconds(60)));
    checks(cases, "time-out below the interval", check -> check.timeout(seconds(29)));
    checks(cases, "thresholds 2", check -> check.unhealthyAfter(2).healthyAfter(2));
    checks(cases, "thresholds 10", check -> check.unhealthyAfter(10).healthyAfter(10));
    for (HealthCheck check :
        List.of(
            HealthCheck.tcp(1),
            HealthCheck.tcp(65535),
            HealthCheck.ssl(21050),
            HealthCheck.http(25000, "/"),
            HealthCheck.https(25000, "/healthz?a=b&c=%20~"),
            HealthCheck.http(25000, "/" + "a".repeat(1023)))) {
      accepts(
          cases, "check " + check.target().length() + check.protocol(), b -> b.healthCheck(check));
    }
    accepts(cases, "idle 1 s", b -> b.idleTimeout(seconds(1)));
    accepts(cases, "idle 3600 s", b -> b.idleTimeout(seconds(3600)));
    accepts(cases, "idle 2000 ms", b -> b.idleTimeout(Duration.ofMillis(2000)));
    accepts(cases, "draining 0 s", b -> b.connectionDraining(Duration.ZERO));
    accepts(cases, "draining 3600 s", b -> b.connectionDraining(seconds(3600)));
    accepts(cases, "in service within 1 s", b -> b.inServiceWithin(seconds(1)));
    accepts(cases, "in service within a day", b -> b.inServiceWithin(Duration.ofDays(1)));
    accepts(cases, "16 groups an interface", b -> b.groupsPerInterface(16));
    accepts(cases, "2 groups an interface", b -> b.groupsPerInterface(2));
    accepts(cases, "7 tags", b -> tags(7).forEach(b::tag));
    accepts(cases, "8 tags of which two have one key", b -> twice(b, tags(7)));
    for (Map.Entry<String, String> tag :
        Map.of(
                "k".repeat(128),
                "v".repeat(256),
                "k",
                "",
                "Name",
                "mine",
                "Backstep:run",
                "x",
                "awsome",
                "x",
                "naïve ключ 鍵",
                "_.:/=+-@ 9",
                "aws",
                "aws:")
            .entrySet()) {
      accepts(cases, "tag " + tag, b -> b.tag(tag.getKey(), tag.getValue()));
    }
    return cases.stream();
  }

  static Stream<Case> refused() {
    List<Case> cases = new ArrayList<>();
    names(cases);
    places(cases);
    ports(cases);
    clients(cases);
    healthChecks(cases);
    times(cases);
    tags(cases);
    return cases.stream();
  }

  private static void names(List<Case> cases) {
    for (String name :
        List.of(
            "my_cluster",
            "Cluster 1",
            "cluster.1",
            "a/b",
            "Clüster",
            "クラスタ",
            "Cluster1\n",
            " ",
            "😀",
            "a%sb")) {
      named(cases, name, NAME_RULE.formatted(name));
    }
    named(cases, "", LENGTH_RULE.formatted("", 0));
    named(cases, "a".repeat(22), LENGTH_RULE.formatted("a".repeat(22), 22));
    named(cases, "a".repeat(10_000), LENGTH_RULE.formatted("a".repeat(10_000), 10_000));
    named(cases, "Cluster1-", END_RULE.formatted("Cluster1-"));
    named(cases, "-", END_RULE.formatted("-"));
    named(cases, "sg-1", PREFIX_RULE.formatted("sg-1"));
  }

  private static void places(List<Case> cases) {
    for (String id :
        List.of("", "vpc-", "subnet-1", "VPC-1", "vpc-1 ", "vpc-*", "vpc-é", "Cluster1")) {
      String problem = "vpc: \"" + id + "\" (expected: an id that begins with \"vpc-\")";
      refuses(cases, "vpc " + id, b -> b.vpc(id), problem);
    }
    for (String id : List.of("", "subnet-", "vpc-1", "subnet 1")) {
      String problem = "subnets: \"" + id + "\" (expected: an id that begins with \"subnet-\")";
      refuses(cases, "subnet " + id, b -> b.subnet(id), problem);
      refuses(cases, "subnets " + id, b -> b.subnets(id), problem);
    }
    for (String id : List.of("", "i-", "worker-1", "i-*", "i-1,i-2")) {
      String problem = "instances: \"" + id + "\" (expected: an id that begins with \"i-\")";
      refuses(cases, "instance " + id, b -> b.instances(id), problem);
    }
    refuses(
        cases,
        "subnet twice",
        b -> b.subnet("subnet-1").subnet("subnet-1"),
        "subnets: \"subnet-1\" is there twice");
    refuses(
        cases,
        "instance twice",
        b -> b.instances("i-1", "i-2", "i-1"),
        "instances: \"i-1\" is there twice");
    refuses(
        cases,
        "instances by id and by tag",
        b -> b.instances("i-1").instancesTagged(Map.of("type", "worker", "env", "x", "a", "b")),
        "instancesTagged: {a=b, env=x, type=worker} beside instances: [i-1] (expected: one of the two)");
    for (int quota : new int[] {Integer.MIN_VALUE, -1, 0, 17, Integer.MAX_VALUE}) {
      refuses(
          cases,
          quota + " groups an interface",
          b -> b.groupsPerInterface(quota),
          "groupsPerInterface: " + quota + " (expected: 1 to 16)");
    }
  }

  private static void ports(List<Case> cases) {
    for (int port : new int[] {0, -1, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      String expected = port + " (expected: a port, 1 to 65535)";
      refuses(cases, "port " + port, b -> b.listeners(port), "listeners: " + expected);
      refuses(
          cases,
          "instance port " + port,
          b -> b.listeners(Listener.tcp(443).to(port)),
          "listeners: instance port: " + expected);
      refuses(
          cases,
          "health check on port " + port,
          b -> b.healthCheck(HealthCheck.tcp(port)),
          "healthCheck: port: " + expected);
    }
    refuses(
        cases,
        "port twice",
        b -> b.listeners(21000, 21050, 21000),
        "listeners: port 21000 is there twice");
    refuses(
        cases,
        "port twice, to two ports",
        b -> b.listeners(Listener.tcp(443).to(21000), Listener.tcp(443).to(21050)),
        "listeners: port 443 is there twice");
    refuses(
        cases, "no ports", b -> b.listeners(new int[0]), "listeners: 0 given (expected: 1 to 100)");
    refuses(
        cases,
        "no listeners, and another problem",
        b -> b.listeners(new Listener[0]).idleTimeout(Duration.ZERO),
        "listeners: 0 given (expected: 1 to 100)",
        "idleTimeout: 0 s (expected: 1 to 3600 s, whole seconds)");
    refuses(
        cases,
        "61 listeners",
        b -> b.listeners(ports(61)),
        RULES_RULE.formatted(1, 61, 61),
        BACK_END_RULE.formatted(61));
    refuses(
        cases,
        "101 listeners",
        b -> b.listeners(ports(101)),
        "listeners: 101 given (expected: 1 to 100)",
        RULES_RULE.formatted(1, 101, 101),
        BACK_END_RULE.formatted(101));
    refuses(
        cases,
        "60 listeners and a health check on another port",
        b -> b.listeners(ports(60)).healthCheck(HealthCheck.tcp(9)),
        BACK_END_RULE.formatted(61));
  }

  private static void clients(List<Case> cases) {
    for (String block :
        List.of(
            "10.0.0.0/33",
            "10.0.0/8",
            "300.0.0.0/8",
            "",
            "10.0.0.0",
            "10.0.0.0/",
            "/8",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "10.0.0.0/8/8",
            "10.0.0.0/8 ",
            " 10.0.0.0/8",
            "10.0.0.0 /8",
            "10.0.0.0/256",
            "10.0.0.0/99999999999",
            "10.0.0.0/eight",
            "10.0.0.0-10.0.0.9",
            "localhost/8",
            "example.com/8",
            "１０.0.0.0/8",
            "0x0a.0.0.0/8",
            "10/8",
            "10.0.0.0.0/8",
            "any",
            "*",
            "sg-12345678",
            "pl-12345678",
            "2001:db8::",
            "2001:db8::/129",
            ":::/32",
            ":/8",
            "1:2:3:4:5:6:7:8:9/32",
            "12345::/16",
            "fe80::1%eth0/64",
            "[::1]/128",
            "g::/16",
            "::ffff:10.0.0.0/8",
            "::ffff:10.0.0.0/104",
            "::ffff:0:0/96",
            "10.0.0.0/8,10.1.0.0/16")) {
      refuses(cases, "allowFrom " + block, b -> b.allowFrom(block), BLOCK_RULE.formatted(block));
    }
    refuses(
        cases,
        "a bad block besides anywhere",
        b -> b.allowFromAnywhere().allowFrom("10.0.0.0/33"),
        BLOCK_RULE.formatted("10.0.0.0/33"));
    for (List<String> world :
        List.of(
            List.of("0.0.0.0/0"),
            List.of("1.2.3.4/0"),
            List.of("::/0"),
            List.of("0:0:0:0:0:0:0:0/0"),
            List.of("2001:db8::/0"),
            List.of("0.0.0.0/1", "128.0.0.0/1"),
            List.of("128.0.0.0/1", "0.0.0.0/1"),
            List.of("255.255.255.255/1", "1.1.1.1/1"),
            List.of("0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"),
            List.of("192.0.0.0/2", "0.0.0.0/1", "10.0.0.0/8", "128.0.0.0/2"),
            List.of("::/1", "8000::/1"),
            List.of("10.0.0.0/8", "::/2", "4000::/2", "8000::/1"))) {
      refuses(
          cases,
          "the world as " + world,
          b -> b.allowFrom(world.toArray(new String[0])),
          WORLD_RULE.formatted(world));
    }
    refuses(
        cases,
        "61 blocks",
        b -> b.listeners(21050).allowFrom(blocks(61)),
        RULES_RULE.formatted(61, 1, 61));
    refuses(
        cases,
        "61 blocks of each family",
        b -> b.listeners(21050).allowFrom(bothFamilies(61)),
        RULES_RULE.formatted(61, 1, 61));
    refuses(
        cases,
        "31 blocks for 2 ports",
        b -> b.allowFrom(blocks(31)),
        RULES_RULE.formatted(31, 2, 62));
    refuses(
        cases,
        "5,000 blocks",
        b -> b.listeners(21050).allowFrom(blocks(5_000)),
        RULES_RULE.formatted(5_000, 1, 5_000));
  }

  private static void healthChecks(List<Case> cases) {
    Map<Duration, String> never = new LinkedHashMap<>();
    never.put(Duration.ZERO, "0 s");
    never.put(seconds(-30), "-30 s");
    never.put(seconds(1), "1 s");
    never.put(Duration.ofMillis(30_500), "PT30.5S");
    never.put(Duration.ofMillis(-500), "PT-0.5S");
    never.put(Duration.ofNanos(1), "PT0.000000001S");
    never.put(seconds(301), "301 s");
    never.put(seconds(Long.MAX_VALUE), "9223372036854775807 s");
    never.put(seconds(Long.MIN_VALUE), "-9223372036854775808 s");
    never.put(seconds(4), "4 s");
    never.forEach(
        (duration, words) -> {
          List<String> problems = new ArrayList<>();
          problems.add("healthCheck.every: " + words + " (expected: 5 to 300 s, whole seconds)");
          if (duration.compareTo(seconds(5)) <= 0) {
            problems.add(
                "healthCheck.timeout: 5 s (expected: less than the interval, " + words + ")");
          }
          checks(cases, "interval " + words, check -> check.every(duration), problems);
        });
    never.remove(seconds(4));
    never.put(seconds(61), "61 s");
    never.put(Duration.ofMillis(2_500), "PT2.5S");
    never.forEach(
        (duration, words) -> {
          List<String> problems = new ArrayList<>();
          problems.add("healthCheck.timeout: " + words + " (expected: 2 to 60 s, whole seconds)");
          if (duration.compareTo(seconds(30)) >= 0) {
            problems.add(
                "healthCheck.timeout: " + words + " (expected: less than the interval, 30 s)");
          }
          checks(cases, "time-out " + words, check -> check.timeout(duration), problems);
        });
    checks(
        cases,
        "time-out equal to the interval",
        check -> check.timeout(seconds(30)),
        List.of("healthCheck.timeout: 30 s (expected: less than the interval, 30 s)"));
    for (int threshold : new int[] {Integer.MIN_VALUE, -2, 0, 1, 11, Integer.MAX_VALUE}) {
      String expected = threshold + " (expected: 2 to 10 checks)";
      checks(
          cases,
          "unhealthy after " + threshold,
          check -> check.unhealthyAfter(threshold),
          List.of("healthCheck.unhealthyAfter: " + expected));
      checks(
          cases,
          "healthy after " + threshold,
          check -> check.healthyAfter(threshold),
          List.of("healthCheck.healthyAfter: " + expected));
    }
    paths(cases);
  }

  private static void paths(List<Case> cases) {
    String slash =
        "healthCheck.path: \"%s\" (expected: it begins with a slash, such as \"/healthz\")";
    String ascii =
        "healthCheck.path: \"%s\" (expected: only printable ASCII characters, no blanks)";
    for (String path : List.of("", "healthz", "http://host/healthz")) {
      path(cases, path, slash.formatted(path));
    }
    for (String path :
        List.of("/a b", "/é", "/\t", "/\n", "/\u007f", "/\u0000", "/😀", "/\u00a0")) {
      path(cases, path, ascii.formatted(path));
    }
    path(cases, " /healthz", slash.formatted(" /healthz"), ascii.formatted(" /healthz"));
    path(
        cases,
        "/" + "a".repeat(1024),
        "healthCheck.path: 1025 characters (expected: at most 1024)");
    path(
        cases,
        "/" + "a".repeat(1_000_000),
        "healthCheck.path: 1000001 characters (expected: at most 1024)");
    for (HealthCheck.Protocol protocol :
        List.of(HealthCheck.Protocol.TCP, HealthCheck.Protocol.SSL)) {
      refuses(
          cases,
          protocol + " with a path",
          b ->
              b.healthCheck(
                  new HealthCheck(protocol, 21000, "/png", seconds(30), seconds(5), 2, 5)),
          "healthCheck.path: \"/png\" (expected: none, since "
              + protocol
              + " only opens a connection)");
    }
  }

  private static void times(List<Case> cases) {
    Map<Duration, String> never = new LinkedHashMap<>();
    never.put(seconds(-1), "-1 s");
    never.put(Duration.ofMillis(-1), "PT-0.001S");
    never.put(Duration.ofMillis(1500), "PT1.5S");
    never.put(Duration.ofNanos(1), "PT0.000000001S");
    never.put(Duration.ofDays(2), "172800 s");
    never.put(seconds(Long.MAX_VALUE), "9223372036854775807 s");
    never.put(seconds(Long.MIN_VALUE), "-9223372036854775808 s");
    never.put(
        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), "PT2562047788015215H30M7.999999999S");
    never.forEach(
        (duration, words) -> {
          idle(cases, duration, words);
          draining(cases, duration, words);
          inService(cases, duration, words);
        });
    idle(cases, Duration.ZERO, "0 s");
    idle(cases, seconds(3601), "3601 s");
    draining(cases, seconds(3601), "3601 s");
    inService(cases, Duration.ZERO, "0 s");
    inService(cases, seconds(86_401), "86401 s");
  }

  private static void idle(List<Case> cases, Duration duration, String words) {
    refuses(
        cases,
        "idle " + words,
        b -> b.idleTimeout(duration),
        "idleTimeout: " + words + " (expected: 1 to 3600 s, whole seconds)");
  }

  private static void draining(List<Case> cases, Duration duration, String words) {
    refuses(
        cases,
        "draining " + words,
        b -> b.connectionDraining(duration),
        "connectionDraining: " + words + " (expected: 0 to 3600 s, whole seconds)");
  }

  private static void inService(List<Case> cases, Duration duration, String words) {
    refuses(
        cases,
        "in service within " + words,
        b -> b.inServiceWithin(duration),
        "inServiceWithin: " + words + " (expected: 1 to 86400 s, whole seconds)");
  }

  private static void tags(List<Case> cases) {
    refuses(
        cases,
        "8 tags",
        b -> tags(8).forEach(b::tag),
        "tag: 8 given (expected: at most 7, since a load balancer takes 10 and Backstep needs 3)");
    refuses(
        cases,
        "empty key",
        b -> b.tag("", "v"),
        "tag: key \"\" has 0 characters (expected: 1 to 128)");
    String key = "k".repeat(129);
    refuses(
        cases,
        "129-character key",
        b -> b.tag(key, "v"),
        "tag: key \"" + key + "\" has 129 characters (expected: 1 to 128)");
    refuses(
        cases,
        "257-character value",
        b -> b.tag("k", "v".repeat(257)),
        "tag: the value of \"k\" has 257 characters (expected: at most 256)");
    for (String aws : List.of("aws:team", "AWS:team", "Aws:", "aws:")) {
      refuses(
          cases,
          "tag " + aws,
          b -> b.tag(aws, "v"),
          "tag: \""
              + aws
              + "\" (expected: a key that does not begin with \"aws:\", which AWS keeps for itself)");
    }
    for (String ours : List.of("backstep:run", "backstep:owner", "backstep:")) {
      refuses(
          cases,
          "tag " + ours,
          b -> b.tag(ours, "v"),
          "tag: \""
              + ours
              + "\" (expected: a key that does not begin with \"backstep:\", which Backstep uses itself)");
    }
    for (String value :
        List.of("a,b", "a*b", "tab\there", "line\nbreak", "😀", "100%", "<v>", "\u0000")) {
      refuses(
          cases,
          "tag k=" + value,
          b -> b.tag("k", value),
          CHARACTERS_RULE.formatted("tag", "k", value));
      refuses(
          cases,
          "tag " + value,
          b -> b.tag(value, "v"),
          CHARACTERS_RULE.formatted("tag", value, "v"));
      refuses(
          cases,
          "instances tagged k=" + value,
          b -> b.instancesTagged(Map.of("k", value)),
          CHARACTERS_RULE.formatted("instancesTagged", "k", value));
    }
    refuses(
        cases,
        "instances tagged with a 129-character key",
        b -> b.instancesTagged(Map.of(key, "v")),
        "instancesTagged: key \"" + key + "\" has 129 characters (expected: 1 to 128)");
  }

  static Stream<Case> nulls() {
    List<Case> cases = new ArrayList<>();
    refuses(cases, "aws", b -> b.aws(null), "aws");
    refuses(cases, "vpc", b -> b.vpc(null), "vpc");
    refuses(cases, "subnet", b -> b.subnet(null), "subnet");
    refuses(cases, "a subnet", b -> b.subnets("subnet-1", null), "subnets[1]");
    refuses(cases, "subnets", b -> b.subnets((String[]) null), "subnets");
    refuses(cases, "an instance", b -> b.instances("i-1", null), "instances[1]");
    refuses(cases, "instances", b -> b.instances((String[]) null), "instances");
    refuses(cases, "instance tags", b -> b.instancesTagged(null), "instancesTagged");
    Map<String, String> noValue = new HashMap<>();
    noValue.put("type", null);
    refuses(
        cases,
        "value of an instance tag",
        b -> b.instancesTagged(noValue),
        "instancesTagged: value of type");
    Map<String, String> noKey = new HashMap<>();
    noKey.put(null, "worker");
    refuses(cases, "key of an instance tag", b -> b.instancesTagged(noKey), "instancesTagged: key");
    refuses(cases, "ports", b -> b.listeners((int[]) null), "listeners");
    refuses(cases, "listeners", b -> b.listeners((Listener[]) null), "listeners");
    refuses(cases, "a listener", b -> b.listeners(Listener.tcp(1), null), "listeners[1]");
    refuses(cases, "blocks", b -> b.allowFrom((String[]) null), "allowFrom");
    refuses(cases, "a block", b -> b.allowFrom("10.0.0.0/8", null), "allowFrom[1]");
    refuses(cases, "scheme", b -> b.scheme(null), "scheme");
    refuses(cases, "health check", b -> b.healthCheck(null), "healthCheck");
    refuses(cases, "path", b -> b.healthCheck(HealthCheck.http(25000, null)), "healthCheck: path");
    refuses(
        cases, "interval", b -> b.healthCheck(HealthCheck.tcp(1).every(null)), "healthCheck.every");
    refuses(
        cases,
        "time-out",
        b -> b.healthCheck(HealthCheck.tcp(1).timeout(null)),
        "healthCheck.timeout");
    refuses(
        cases,
        "protocol",
        b -> b.healthCheck(new HealthCheck(null, 1, "", seconds(30), seconds(5), 2, 5)),
        "healthCheck: protocol");
    refuses(cases, "idle time-out", b -> b.idleTimeout(null), "idleTimeout");
    refuses(cases, "draining", b -> b.connectionDraining(null), "connectionDraining");
    refuses(cases, "in service within", b -> b.inServiceWithin(null), "inServiceWithin");
    refuses(cases, "key", b -> b.tag(null, "v"), "tag: key");
    refuses(cases, "value", b -> b.tag("k", null), "tag: value of k");
    return cases.stream();
  }

  private static void accepts(List<Case> cases, String name, Consumer<ImpalaBalancer> settings) {
    cases.add(new Case(name, "Cluster1", settings, List.of()));
  }

  private static void refuses(
      List<Case> cases, String name, Consumer<ImpalaBalancer> settings, String... problems) {
    cases.add(new Case(name, "Cluster1", settings, List.of(problems)));
  }

  private static void named(List<Case> cases, String name, String... problems) {
    String title = name.length() > 30 ? name.length() + " characters" : name;
    cases.add(new Case("cluster \"" + title + "\"", name, balancer -> {}, List.of(problems)));
  }

  private static void path(List<Case> cases, String path, String... problems) {
    String title = path.length() > 30 ? path.length() + " characters" : path;
    refuses(cases, "path " + title, b -> b.healthCheck(HealthCheck.http(25000, path)), problems);
  }

  private static void checks(
      List<Case> cases, String name, java.util.function.UnaryOperator<HealthCheck> change) {
    checks(cases, name, change, List.of());
  }

  private static void checks(
      List<Case> cases,
      String name,
      java.util.function.UnaryOperator<HealthCheck> change,
      List<String> problems) {
    Consumer<ImpalaBalancer> settings = b -> b.healthCheck(change.apply(HealthCheck.tcp(21050)));
    cases.add(new Case(name, "Cluster1", settings, problems));
  }

  private static int[] ports(int count) {
    return IntStream.rangeClosed(1001, 1000 + count).toArray();
  }

  private static String[] blocks(int count) {
    return IntStream.range(0, count)
        .mapToObj(block -> "10." + block / 250 + "." + block % 250 + ".0/24")
        .toArray(String[]::new);
  }

  private static String[] bothFamilies(int count) {
    Stream<String> ipv6 =
        IntStream.range(0, count).mapToObj(block -> "2001:db8:" + block + "::/48");
    return Stream.concat(Stream.of(blocks(count)), ipv6).toArray(String[]::new);
  }

  /** All IPv4 addresses but 255.255.255.255, in 32 blocks. */
  private static String[] allButOne() {
    return IntStream.rangeClosed(1, 32)
        .mapToObj(prefix -> quads((0xFFFFFFFFL << (32 - prefix + 1)) & 0xFFFFFFFFL) + "/" + prefix)
        .toArray(String[]::new);
  }

  private static String quads(long address) {
    return (address >> 24)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }

  private static Map<String, String> tags(int count) {
    Map<String, String> tags = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(number -> tags.put("key" + number, "value"));
    return tags;
  }

  private static void twice(ImpalaBalancer balancer, Map<String, String> tags) {
    tags.forEach(balancer::tag);
    balancer.tag("key0", "other");
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
