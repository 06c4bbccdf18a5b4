package dev.backstep;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;

/** What a shell script of plain calls makes: our names, nobody's tags, open to the world. */
final class ByScript {

  static final List<Integer> PORTS = List.of(21000, 21050);

  private ByScript() {}

  static void run(Site site) {
    String front = group(site, "Cluster1 Impala FE", "Impala Front-End Traffic");
    String back = group(site, "Cluster1 Impala BE", "Impala Back-End Traffic");
    for (int port : PORTS) {
      let(site, front, tcp(port).ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build()));
      let(site, back, tcp(port).userIdGroupPairs(UserIdGroupPair.builder().groupId(front).build()));
    }
    IntStream.rangeClosed(1, 5)
        .forEach(
            number ->
                site.world.setGroups(
                    site.card(number),
                    List.of(site.world.securityGroups("worker-" + number).get(0), back)));
    balancer(site, front);
  }

  /** The script's balancer, with a group of any name. */
  static void balancer(Site site, String... groups) {
    site.elb()
        .createLoadBalancer(
            r ->
                r.loadBalancerName(Site.ELB)
                    .scheme("internal")
                    .subnets(site.subnet)
                    .securityGroups(groups)
                    .listeners(PORTS.stream().map(port -> Site.listener(port, port)).toList())
                    .tags(Tag.builder().key("cluster").value("Cluster1").build()));
    site.attributes(a -> a.connectionSettings(c -> c.idleTimeout(3600)));
    site.healthCheck("TCP:21000", 30, 5, 2, 2);
    site.elb()
        .registerInstancesWithLoadBalancer(
            r ->
                r.loadBalancerName(Site.ELB)
                    .instances(
                        IntStream.rangeClosed(1, 5)
                            .mapToObj(n -> Instance.builder().instanceId(site.worker(n)).build())
                            .toList()));
  }

  private static String group(Site site, String name, String description) {
    return site.ec2()
        .createSecurityGroup(r -> r.vpcId(site.vpc).groupName(name).description(description))
        .groupId();
  }

  private static void let(Site site, String group, IpPermission.Builder permission) {
    site.ec2()
        .authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(permission.build()));
  }

  private static IpPermission.Builder tcp(int port) {
    return IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port);
  }
}
