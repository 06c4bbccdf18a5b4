package dev.backstep;

import java.util.List;
import java.util.stream.Stream;

/** Drifts of what is around the balancer: rules, security groups, subnets. */
final class NetworkDrifts {

  private NetworkDrifts() {}

  static Stream<Drift> all() {
    return Stream.of(rules(), groups(), subnets()).flatMap(theme -> theme);
  }

  private static Stream<Drift> rules() {
    return Stream.of(
        Drift.when("a rule of ours gone in front", site -> site.deleteRules(site.frontEnd(), 21050))
            .plans("+ rule/front-end/21050-from-10.0.0.0/8: let tcp 21050 in from 10.0.0.0/8"),
        Drift.when("a rule of ours gone behind", site -> site.deleteRules(site.backEnd(), 21050))
            .plans("+ rule/back-end/21050: let tcp 21050 in from \"Cluster1 Impala FE\""),
        Drift.when(
                "a rule of the user's added in front",
                site -> site.world.addRule(site.frontEnd(), 21050, "192.168.0.0/16"))
            .leaves("+ rule in FE: tcp 21050 from 192.168.0.0/16"),
        Drift.when(
                "a rule of the user's added behind",
                site -> site.world.addRuleFromGroup(site.backEnd(), 22, site.mine))
            .leaves("+ rule in BE: tcp 22 from mine"),
        Drift.when(
                "a rule of ours replaced by the user's own",
                site -> {
                  site.deleteRules(site.frontEnd(), 21050);
                  site.world.addRule(site.frontEnd(), 21050, "10.0.0.0/8");
                })
            .leaves(
                "- rule in FE: tcp 21050 from 10.0.0.0/8, ours",
                "+ rule in FE: tcp 21050 from 10.0.0.0/8"),
        Drift.asking("more clients asked for", b -> Site.settings(b).allowFrom("172.16.0.0/12"))
            .plans(
                "+ rule/front-end/21000-from-172.16.0.0/12: let tcp 21000 in from 172.16.0.0/12",
                "+ rule/front-end/21050-from-172.16.0.0/12: let tcp 21050 in from 172.16.0.0/12")
            .leaves(
                "+ rule in FE: tcp 21000 from 172.16.0.0/12, ours",
                "+ rule in FE: tcp 21050 from 172.16.0.0/12, ours"),
        Drift.asking(
                "other clients asked for", b -> b.allowFrom("172.16.0.0/12").tag("team", "data"))
            .plans(
                "+ rule/front-end/21000-from-172.16.0.0/12: let tcp 21000 in from 172.16.0.0/12",
                "+ rule/front-end/21050-from-172.16.0.0/12: let tcp 21050 in from 172.16.0.0/12",
                "- rule/front-end/obsolete/FE: tcp 21000 from 10.0.0.0/8: no longer let tcp 21000 from 10.0.0.0/8 in",
                "- rule/front-end/obsolete/FE: tcp 21050 from 10.0.0.0/8: no longer let tcp 21050 from 10.0.0.0/8 in")
            .leaves(
                "- rule in FE: tcp 21000 from 10.0.0.0/8, ours",
                "- rule in FE: tcp 21050 from 10.0.0.0/8, ours",
                "+ rule in FE: tcp 21000 from 172.16.0.0/12, ours",
                "+ rule in FE: tcp 21050 from 172.16.0.0/12, ours"),
        Drift.asking("anybody asked for", b -> b.allowFromAnywhere().tag("team", "data"))
            .plans(
                "+ rule/front-end/21000-from-0.0.0.0/0: let tcp 21000 in from 0.0.0.0/0",
                "+ rule/front-end/21050-from-0.0.0.0/0: let tcp 21050 in from 0.0.0.0/0",
                "- rule/front-end/obsolete/FE: tcp 21000 from 10.0.0.0/8: no longer let tcp 21000 from 10.0.0.0/8 in",
                "- rule/front-end/obsolete/FE: tcp 21050 from 10.0.0.0/8: no longer let tcp 21050 from 10.0.0.0/8 in")
            .leaves(
                "- rule in FE: tcp 21000 from 10.0.0.0/8, ours",
                "- rule in FE: tcp 21050 from 10.0.0.0/8, ours",
                "+ rule in FE: tcp 21000 from 0.0.0.0/0, ours",
                "+ rule in FE: tcp 21050 from 0.0.0.0/0, ours"));
  }

  private static Stream<Drift> groups() {
    return Stream.of(
        Drift.when(
                "our group taken off an interface",
                site -> site.world.setGroups(site.card(2), List.of(site.mine)))
            .plans("~ interface/card of worker 2: groups: mine, and now \"Cluster1 Impala BE\"")
            .leaves(
                "- network-interface card of worker 2 Groups=worker-2",
                "+ network-interface card of worker 2 Groups=mine"),
        Drift.when(
                "another group added to an interface",
                site -> site.world.setGroups(site.card(2), List.of(site.mine, site.backEnd())))
            .leaves(
                "- network-interface card of worker 2 Groups=worker-2",
                "+ network-interface card of worker 2 Groups=mine"),
        Drift.when(
                "our group on an interface that is no worker's",
                site ->
                    site.world.setGroups(
                        site.world.firstInterface(site.stray), List.of(site.mine, site.backEnd())))
            .plans("~ interface/leaving/card of stray: BE: leaves"),
        Drift.when(
                "our group taken off the balancer and another put on",
                site -> site.balancerGroups(site.mine))
            .plans("~ load-balancer/groups: FE: joins")
            .leaves(
                "- interface of the balancer in Private subnet 0: FE",
                "+ interface of the balancer in Private subnet 0: mine, FE",
                "+ load-balancer elb-impala-Cluster1 SecurityGroups=mine"),
        Drift.when(
                "another group put on the balancer",
                site -> site.balancerGroups(site.frontEnd(), site.mine))
            .leaves(
                "- interface of the balancer in Private subnet 0: FE",
                "+ interface of the balancer in Private subnet 0: mine, FE",
                "+ load-balancer elb-impala-Cluster1 SecurityGroups=mine"),
        Drift.when(
                "our front-end group gone",
                site -> {
                  site.balancerGroups(site.mine);
                  site.deleteRules(site.backEnd(), 21000);
                  site.deleteRules(site.backEnd(), 21050);
                  site.ec2().deleteSecurityGroup(r -> r.groupId(site.frontEnd()));
                })
            .plans(
                "+ security-group/front-end: security group \"Cluster1 Impala FE\" in Cluster1",
                "+ rule/front-end/21000-from-10.0.0.0/8: let tcp 21000 in from 10.0.0.0/8",
                "+ rule/front-end/21050-from-10.0.0.0/8: let tcp 21050 in from 10.0.0.0/8",
                "+ rule/back-end/21000: let tcp 21000 in from \"Cluster1 Impala FE\"",
                "+ rule/back-end/21050: let tcp 21050 in from \"Cluster1 Impala FE\"",
                "~ load-balancer/groups: security-group/front-end: joins")
            .leaves(
                "- interface of the balancer in Private subnet 0: FE",
                "+ interface of the balancer in Private subnet 0: mine, FE",
                "+ load-balancer elb-impala-Cluster1 SecurityGroups=mine"));
  }

  private static Stream<Drift> subnets() {
    return Stream.of(
        Drift.when("a subnet added", site -> site.attach(site.second))
            .plans("~ load-balancer/subnets/leave/second: second: leaves"),
        Drift.when(
                "the subnet swapped for one of another zone",
                site -> {
                  site.attach(site.second);
                  site.detach(site.subnet);
                })
            .plans(
                "~ load-balancer/subnets/join/Private subnet 0: Private subnet 0: joins",
                "~ load-balancer/subnets/leave/second: second: leaves"),
        Drift.when(
                "the subnet swapped for one of its zone, beside another",
                site -> {
                  site.attach(site.second);
                  site.detach(site.subnet);
                  site.attach(site.third);
                })
            .plans(
                "~ load-balancer/subnets/leave/third: third: leaves",
                "~ load-balancer/subnets/join/Private subnet 0: Private subnet 0: joins",
                "~ load-balancer/subnets/leave/second: second: leaves"),
        Drift.when(
                "the only subnet to be swapped for one of its zone and one of another", site -> {})
            .asking((site, b) -> Site.settings(b).subnets(site.third, site.second))
            .plans(
                "~ load-balancer/subnets/join/second: second: joins",
                "~ load-balancer/subnets/leave/Private subnet 0: Private subnet 0: leaves",
                "~ load-balancer/subnets/join/third: third: joins")
            .leaves(
                "- interface of the balancer in Private subnet 0: FE",
                "- load-balancer elb-impala-Cluster1 Subnets=Private subnet 0",
                "+ interface of the balancer in second: FE",
                "+ interface of the balancer in third: FE",
                "+ load-balancer elb-impala-Cluster1 AvailabilityZones=us-west-2b",
                "+ load-balancer elb-impala-Cluster1 Subnets=second",
                "+ load-balancer elb-impala-Cluster1 Subnets=third"),
        Drift.when(
                "two subnets to be swapped for two of their zones",
                site -> site.attach(site.second))
            .asking((site, b) -> Site.settings(b).subnets(site.third, site.fourth))
            .plans(
                "~ load-balancer/subnets/leave/Private subnet 0: Private subnet 0: leaves",
                "~ load-balancer/subnets/join/third: third: joins",
                "~ load-balancer/subnets/leave/second: second: leaves",
                "~ load-balancer/subnets/join/fourth: fourth: joins")
            .leaves(
                "- interface of the balancer in Private subnet 0: FE",
                "- load-balancer elb-impala-Cluster1 Subnets=Private subnet 0",
                "+ interface of the balancer in fourth: FE",
                "+ interface of the balancer in third: FE",
                "+ load-balancer elb-impala-Cluster1 AvailabilityZones=us-west-2b",
                "+ load-balancer elb-impala-Cluster1 Subnets=fourth",
                "+ load-balancer elb-impala-Cluster1 Subnets=third"),
        Drift.when("a subnet more to be there", site -> {})
            .asking((site, b) -> Site.settings(b).subnets(site.subnet, site.second))
            .plans("~ load-balancer/subnets/join/second: second: joins")
            .leaves(
                "+ interface of the balancer in second: FE",
                "+ load-balancer elb-impala-Cluster1 AvailabilityZones=us-west-2b",
                "+ load-balancer elb-impala-Cluster1 Subnets=second"));
  }
}
