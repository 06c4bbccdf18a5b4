package dev.backstep;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a user does while we are at work.
 *
 * @param name what
 * @param edit by ordinary SDK calls
 * @param trace how the world differs by it, for good
 * @param kind what it is about
 */
record Meanwhile(String name, Consumer<Site> edit, List<String> trace, Kind kind) {

  enum Kind {
    /** Something that the plan does not change. */
    BESIDE,
    /** The same, but AWS takes both only together: nothing can fence a write that is on its way. */
    IN_ONE_LIST,
    /** The very value that the plan changes, which then stops. */
    AGAINST
  }

  static Meanwhile beside(String name, Consumer<Site> edit, String... trace) {
    return new Meanwhile(name, edit, List.of(trace), Kind.BESIDE);
  }

  static Meanwhile inOneList(String name, Consumer<Site> edit, String... trace) {
    return new Meanwhile(name, edit, List.of(trace), Kind.IN_ONE_LIST);
  }

  static Meanwhile against(String name, Consumer<Site> edit, String... trace) {
    return new Meanwhile(name, edit, List.of(trace), Kind.AGAINST);
  }

  @Override
  public String toString() {
    return name;
  }

  static Stream<Meanwhile> all() {
    return Stream.of(
        beside(
            "adds a group to an interface",
            site ->
                site.world.setGroups(
                    site.card(1),
                    List.of(
                        site.world.securityGroups("worker-1").get(0), site.backEnd(), site.mine)),
            "+ network-interface card of worker 1 Groups=mine"),
        inOneList(
            "adds a group to an interface that we change",
            site ->
                site.world.setGroups(
                    site.card(2), Stream.concat(groups(site, 2), Stream.of(site.mine)).toList()),
            "+ network-interface card of worker 2 Groups=mine"),
        beside(
            "adds a rule in front",
            site -> site.world.addRule(site.frontEnd(), 443, "192.168.0.0/16"),
            "+ rule in FE: tcp 443 from 192.168.0.0/16"),
        beside(
            "adds a rule behind",
            site -> site.world.addRuleFromGroup(site.backEnd(), 22, site.mine),
            "+ rule in BE: tcp 22 from mine"),
        beside(
            "registers an instance",
            site -> site.register(site.stray),
            "+ load-balancer elb-impala-Cluster1 Instance=stray"),
        beside(
            "turns cross-zone off",
            site -> site.attributes(a -> a.crossZoneLoadBalancing(c -> c.enabled(false))),
            "- load-balancer elb-impala-Cluster1 CrossZoneLoadBalancing.Enabled=true",
            "+ load-balancer elb-impala-Cluster1 CrossZoneLoadBalancing.Enabled=false"),
        beside(
            "adds a listener",
            site -> site.addListener(443, 21050),
            "+ load-balancer elb-impala-Cluster1 Listener=TCP 443 to TCP 21050"),
        beside(
            "tags the balancer",
            site -> site.tag("cost", "42"),
            "+ tag elb-impala-Cluster1 cost=42"),
        beside(
            "tags a group",
            site -> site.world.tag(site.backEnd(), "cost", "42"),
            "+ tag BE cost=42"),
        beside(
            "puts a group on the balancer",
            site -> site.balancerGroups(site.frontEnd(), site.mine),
            "- interface of the balancer in Private subnet 0: FE",
            "+ interface of the balancer in Private subnet 0: mine, FE",
            "+ load-balancer elb-impala-Cluster1 SecurityGroups=mine"),
        inOneList(
            "changes the health check's threshold",
            site -> site.unhealthyAfter(9),
            "- load-balancer elb-impala-Cluster1 HealthCheck.UnhealthyThreshold=2",
            "+ load-balancer elb-impala-Cluster1 HealthCheck.UnhealthyThreshold=9"),
        against(
            "changes the idle time-out",
            site -> site.attributes(a -> a.connectionSettings(c -> c.idleTimeout(7))),
            "- load-balancer elb-impala-Cluster1 ConnectionSettings.IdleTimeout=60",
            "+ load-balancer elb-impala-Cluster1 ConnectionSettings.IdleTimeout=7"),
        against(
            "changes the health check's interval",
            site -> site.healthCheck("TCP:21050", 90, 5, 2, 5),
            "- load-balancer elb-impala-Cluster1 HealthCheck.Interval=60",
            "+ load-balancer elb-impala-Cluster1 HealthCheck.Interval=90"),
        against(
            "changes the tag",
            site -> site.tag("team", "mine"),
            "- tag elb-impala-Cluster1 team=web",
            "+ tag elb-impala-Cluster1 team=mine"),
        against(
            "makes the listener lead elsewhere",
            site -> {
              site.deleteListener(21050);
              site.addListener(21050, 22222);
            },
            "- load-balancer elb-impala-Cluster1 Listener=TCP 21050 to TCP 21000",
            "+ load-balancer elb-impala-Cluster1 Listener=TCP 21050 to TCP 22222"));
  }

  /** What the plan mends: one thing of each kind that the edits are about. */
  static Site drifted() {
    Site site = Site.applied();
    site.attributes(a -> a.connectionSettings(c -> c.idleTimeout(60)));
    site.healthCheck("TCP:21050", 60, 5, 2, 5);
    site.tag("team", "web");
    site.deleteListener(21050);
    site.addListener(21050, 21000);
    site.deregister(site.worker(4));
    site.world.setGroups(site.card(2), site.world.securityGroups("worker-2"));
    site.deleteRules(site.frontEnd(), 21050);
    site.world.tag(site.backEnd(), "team", "web");
    return site;
  }

  private static Stream<String> groups(Site site, int worker) {
    return site
        .ec2()
        .describeNetworkInterfaces(r -> r.networkInterfaceIds(site.card(worker)))
        .networkInterfaces()
        .get(0)
        .groups()
        .stream()
        .map(group -> group.groupId());
  }
}
