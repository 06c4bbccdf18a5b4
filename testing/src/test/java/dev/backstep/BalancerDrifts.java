package dev.backstep;

import dev.backstep.impala.HealthCheck;
import dev.backstep.impala.Listener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Drifts of the balancer itself: listeners, attributes, health check, tags, instances. */
final class BalancerDrifts {

  private BalancerDrifts() {}

  static Stream<Drift> all() {
    return Stream.of(listeners(), settings(), tags(), members()).flatMap(theme -> theme);
  }

  private static Stream<Drift> listeners() {
    return Stream.of(
        Drift.when("a listener gone", site -> site.deleteListener(21050))
            .plans("~ load-balancer/listener-21050: 21050: none -> TCP to TCP:21050"),
        Drift.when(
                "both listeners gone",
                site -> {
                  site.deleteListener(21050);
                  site.deleteListener(21000);
                })
            .plans(
                "~ load-balancer/listener-21000: 21000: none -> TCP to TCP:21000",
                "~ load-balancer/listener-21050: 21050: none -> TCP to TCP:21050"),
        Drift.when("a listener too many", site -> site.addListener(25000, 25000))
            .plans("~ load-balancer/listener-25000: 25000: TCP to TCP:25000 -> none"),
        Drift.when(
                "a listener to the wrong port",
                site -> {
                  site.deleteListener(21050);
                  site.addListener(21050, 21000);
                })
            .plans("~ load-balancer/listener-21050: 21050: TCP to TCP:21000 -> TCP to TCP:21050"),
        Drift.asking("another port asked for", b -> Site.settings(b).listeners(21000, 21050, 28000))
            .plans(
                "+ rule/front-end/28000-from-10.0.0.0/8: let tcp 28000 in from 10.0.0.0/8",
                "+ rule/back-end/28000: let tcp 28000 in from \"Cluster1 Impala FE\"",
                "~ load-balancer/listener-28000: 28000: none -> TCP to TCP:28000")
            .leaves(
                "+ load-balancer elb-impala-Cluster1 Listener=TCP 28000 to TCP 28000",
                "+ rule in BE: tcp 28000 from FE, ours",
                "+ rule in FE: tcp 28000 from 10.0.0.0/8, ours"),
        Drift.asking("a port not asked for any more", b -> Site.settings(b).listeners(21050))
            .plans(
                "~ load-balancer/listener-21000: 21000: TCP to TCP:21000 -> none",
                "- rule/front-end/obsolete/FE: tcp 21000 from 10.0.0.0/8: no longer let tcp 21000 from 10.0.0.0/8 in",
                "- rule/back-end/obsolete/BE: tcp 21000 from FE: no longer let tcp 21000 from FE in")
            .leaves(
                "- load-balancer elb-impala-Cluster1 Listener=TCP 21000 to TCP 21000",
                "- rule in BE: tcp 21000 from FE, ours",
                "- rule in FE: tcp 21000 from 10.0.0.0/8, ours"),
        Drift.asking(
                "a port that leads elsewhere",
                b -> Site.settings(b).listeners(Listener.tcp(21000), Listener.tcp(21050).to(21051)))
            .plans(
                "+ rule/back-end/21051: let tcp 21051 in from \"Cluster1 Impala FE\"",
                "~ load-balancer/listener-21050: 21050: TCP to TCP:21050 -> TCP to TCP:21051",
                "~ load-balancer/health-check: target: TCP:21050 -> TCP:21000",
                "- rule/back-end/obsolete/BE: tcp 21050 from FE: no longer let tcp 21050 from FE in")
            .leaves(
                "- load-balancer elb-impala-Cluster1 HealthCheck.Target=TCP:21050",
                "- load-balancer elb-impala-Cluster1 Listener=TCP 21050 to TCP 21050",
                "- rule in BE: tcp 21050 from FE, ours",
                "+ load-balancer elb-impala-Cluster1 HealthCheck.Target=TCP:21000",
                "+ load-balancer elb-impala-Cluster1 Listener=TCP 21050 to TCP 21051",
                "+ rule in BE: tcp 21051 from FE, ours"));
  }

  private static Stream<Drift> settings() {
    return Stream.of(
        Drift.when(
                "another idle time-out",
                site -> site.attributes(a -> a.connectionSettings(c -> c.idleTimeout(60))))
            .plans("~ load-balancer/attributes: idle time-out: 60 s -> 3600 s"),
        Drift.when(
                "cross-zone off",
                site -> site.attributes(a -> a.crossZoneLoadBalancing(c -> c.enabled(false))))
            .plans("~ load-balancer/attributes: cross-zone: off -> on"),
        Drift.when(
                "draining off",
                site -> site.attributes(a -> a.connectionDraining(c -> c.enabled(false))))
            .plans("~ load-balancer/attributes: connection draining: off -> 300 s"),
        Drift.when(
                "another draining time",
                site ->
                    site.attributes(a -> a.connectionDraining(c -> c.enabled(true).timeout(20))))
            .plans("~ load-balancer/attributes: connection draining: 20 s -> 300 s"),
        Drift.asking(
                "no draining asked for", b -> Site.settings(b).connectionDraining(Duration.ZERO))
            .plans("~ load-balancer/attributes: connection draining: 300 s -> off")
            .leaves(
                "- load-balancer elb-impala-Cluster1 ConnectionDraining.Enabled=true",
                "+ load-balancer elb-impala-Cluster1 ConnectionDraining.Enabled=false"),
        Drift.when("another health target", site -> site.healthCheck("TCP:21000", 30, 5, 2, 5))
            .plans("~ load-balancer/health-check: target: TCP:21000 -> TCP:21050"),
        Drift.when("a health page", site -> site.healthCheck("HTTP:25000/healthz", 30, 5, 2, 5))
            .plans("~ load-balancer/health-check: target: HTTP:25000/healthz -> TCP:21050"),
        Drift.when("another health interval", site -> site.healthCheck("TCP:21050", 60, 5, 2, 5))
            .plans("~ load-balancer/health-check: interval: 60 s -> 30 s"),
        Drift.when("another health time-out", site -> site.healthCheck("TCP:21050", 30, 9, 2, 5))
            .plans("~ load-balancer/health-check: time-out: 9 s -> 5 s"),
        Drift.when("unhealthy later", site -> site.healthCheck("TCP:21050", 30, 5, 7, 5))
            .plans("~ load-balancer/health-check: unhealthy after: 7 checks -> 2 checks"),
        Drift.when("healthy later", site -> site.healthCheck("TCP:21050", 30, 5, 2, 9))
            .plans("~ load-balancer/health-check: healthy after: 9 checks -> 5 checks"),
        Drift.asking(
                "another health check asked for",
                b ->
                    Site.settings(b)
                        .healthCheck(HealthCheck.tcp(21000).every(Duration.ofSeconds(10))))
            .plans(
                "~ load-balancer/health-check: target: TCP:21050 -> TCP:21000; interval: 30 s -> 10 s")
            .leaves(
                "- load-balancer elb-impala-Cluster1 HealthCheck.Interval=30",
                "- load-balancer elb-impala-Cluster1 HealthCheck.Target=TCP:21050",
                "+ load-balancer elb-impala-Cluster1 HealthCheck.Interval=10",
                "+ load-balancer elb-impala-Cluster1 HealthCheck.Target=TCP:21000"));
  }

  private static Stream<Drift> tags() {
    return Stream.of(
        Drift.when("a tag of the settings gone from the balancer", site -> site.untag("team"))
            .plans("~ load-balancer/tags: team: none -> data"),
        Drift.when("a tag of the settings changed on the balancer", site -> site.tag("team", "web"))
            .plans("~ load-balancer/tags: team: web -> data"),
        Drift.when("a tag of the user's added to the balancer", site -> site.tag("cost", "42"))
            .leaves("+ tag elb-impala-Cluster1 cost=42"),
        Drift.when(
                "a tag of the settings gone from a group",
                site -> site.world.untag(site.backEnd(), "team"))
            .plans("~ security-group/back-end/tags: team: none -> data"),
        Drift.when(
                "a tag of the user's added to a group",
                site -> site.world.tag(site.frontEnd(), "cost", "42"))
            .leaves("+ tag FE cost=42"),
        Drift.asking(
                "other tags asked for",
                b -> Site.settings(b).tag("team", "web").tag("stage", "prod"))
            .plans(
                "~ security-group/front-end/tags: team: data -> web; stage: none -> prod",
                "~ security-group/back-end/tags: team: data -> web; stage: none -> prod",
                "~ load-balancer/tags: team: data -> web; stage: none -> prod")
            .leaves(
                "- tag BE team=data",
                "- tag FE team=data",
                "- tag elb-impala-Cluster1 team=data",
                "+ tag BE stage=prod",
                "+ tag BE team=web",
                "+ tag FE stage=prod",
                "+ tag FE team=web",
                "+ tag elb-impala-Cluster1 stage=prod",
                "+ tag elb-impala-Cluster1 team=web"));
  }

  private static Stream<Drift> members() {
    return Stream.of(
        Drift.when("an instance less", site -> site.deregister(site.worker(2)))
            .plans("~ load-balancer/instances: worker 2: joins"),
        Drift.when("an instance more", site -> site.register(site.stray))
            .plans("~ load-balancer/instances/leaving: stray: leaves"),
        Drift.when(
                "an instance terminated",
                site -> site.ec2().terminateInstances(r -> r.instanceIds(site.worker(2))))
            .plans("~ load-balancer/instances/leaving: worker 2: leaves")
            .leaves(
                "- instance worker 2 State.Name=running",
                "- load-balancer elb-impala-Cluster1 Instance=worker 2",
                "- network-interface card of worker 2 Groups=BE",
                "- network-interface card of worker 2 Groups=worker-2",
                "- tag worker 2 Name=Cluster1 worker 2",
                "- tag worker 2 env=Cluster1",
                "- tag worker 2 type=worker"),
        Drift.when(
                "a worker stopped",
                site -> site.ec2().stopInstances(r -> r.instanceIds(site.worker(2))))
            .plans(
                "~ load-balancer/instances/leaving: worker 2: leaves",
                "~ interface/leaving/card of worker 2: BE: leaves")
            .leaves(
                "- instance worker 2 State.Name=running",
                "- load-balancer elb-impala-Cluster1 Instance=worker 2",
                "- network-interface card of worker 2 Groups=BE",
                "+ instance worker 2 State.Name=stopped"),
        Drift.when(
                "a worker come",
                site ->
                    site.world.addInstance(
                        site.subnet,
                        List.of(site.mine),
                        Map.of("env", "Cluster1", "type", "worker", "Name", "new")))
            .plans(
                "~ interface/card of new: groups: mine, and now \"Cluster1 Impala BE\"",
                "~ load-balancer/instances: new: joins")
            .leaves(
                "+ instance new State.Name=running",
                "+ load-balancer elb-impala-Cluster1 Instance=new",
                "+ network-interface card of new Groups=BE",
                "+ network-interface card of new Groups=mine",
                "+ tag new Name=new",
                "+ tag new env=Cluster1",
                "+ tag new type=worker"),
        Drift.when(
                "one terminated and one that is none any more",
                site -> {
                  site.ec2().terminateInstances(r -> r.instanceIds(site.worker(2)));
                  site.world.tag(site.worker(3), "type", "retired");
                })
            .plans(
                "~ load-balancer/instances/leaving: worker 2: leaves; worker 3: leaves",
                "~ interface/leaving/card of worker 3: BE: leaves")
            .leaves(
                "- instance worker 2 State.Name=running",
                "- load-balancer elb-impala-Cluster1 Instance=worker 2",
                "- load-balancer elb-impala-Cluster1 Instance=worker 3",
                "- network-interface card of worker 2 Groups=BE",
                "- network-interface card of worker 2 Groups=worker-2",
                "- network-interface card of worker 3 Groups=BE",
                "- tag worker 2 Name=Cluster1 worker 2",
                "- tag worker 2 env=Cluster1",
                "- tag worker 2 type=worker",
                "- tag worker 3 type=worker",
                "+ tag worker 3 type=retired"),
        Drift.when(
                "an interface more on a worker, with our group",
                site ->
                    site.world.addInterface(
                        site.worker(1), 1, site.subnet, List.of(site.mine, site.backEnd())))
            .plans("~ interface/leaving/second card of worker 1: BE: leaves")
            .leaves("+ network-interface second card of worker 1 Groups=mine"),
        Drift.when(
                "a worker that is none any more",
                site -> site.world.tag(site.worker(3), "type", "retired"))
            .plans(
                "~ load-balancer/instances/leaving: worker 3: leaves",
                "~ interface/leaving/card of worker 3: BE: leaves")
            .leaves(
                "- load-balancer elb-impala-Cluster1 Instance=worker 3",
                "- network-interface card of worker 3 Groups=BE",
                "- tag worker 3 type=worker",
                "+ tag worker 3 type=retired"));
  }
}
