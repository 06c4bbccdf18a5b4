package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancing.model.ApplySecurityGroupsToLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.ApplySecurityGroupsToLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.AttachLoadBalancerToSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.AttachLoadBalancerToSubnetsResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.DetachLoadBalancerFromSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DetachLoadBalancerFromSubnetsResponse;

/** The subnets and security groups of a load balancer that is there already. */
public final class Attachments implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.write(
        "AttachLoadBalancerToSubnets", AttachLoadBalancerToSubnetsRequest::builder, this::attach);
    operations.write(
        "DetachLoadBalancerFromSubnets",
        DetachLoadBalancerFromSubnetsRequest::builder,
        this::detach);
    operations.write(
        "ApplySecurityGroupsToLoadBalancer",
        ApplySecurityGroupsToLoadBalancerRequest::builder,
        this::applyGroups);
  }

  private AttachLoadBalancerToSubnetsResponse attach(
      Context context, AttachLoadBalancerToSubnetsRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    List<String> before = balancer.about().subnets();
    List<String> after =
        Stream.concat(before.stream(), Checks.notEmpty(request.subnets(), "Subnets").stream())
            .distinct()
            .toList();
    boolean facesInternet = balancer.about().scheme().equals("internet-facing");
    List<Subnet> subnets = Placement.subnets(context, after, facesInternet);
    List<Subnet> added =
        subnets.stream().filter(subnet -> !before.contains(subnet.subnetId())).toList();
    Placement.requireRoom(context, added);
    added.forEach(
        subnet ->
            Placement.addInterface(
                context, balancer.name(), subnet, balancer.about().securityGroups()));
    elb.put(in(balancer, subnets));
    return AttachLoadBalancerToSubnetsResponse.builder().subnets(after).build();
  }

  private DetachLoadBalancerFromSubnetsResponse detach(
      Context context, DetachLoadBalancerFromSubnetsRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    List<String> gone = Checks.notEmpty(request.subnets(), "Subnets");
    List<String> after =
        balancer.about().subnets().stream().filter(id -> !gone.contains(id)).toList();
    if (after.isEmpty()) {
      throw Checks.configuration("A load balancer cannot be detached from its last subnet");
    }
    Placement.releaseLater(
        context,
        Placement.interfaces(context, balancer.name()).stream()
            .filter(it -> gone.contains(it.subnetId()))
            .toList());
    Ec2State ec2 = Ec2State.of(context.region());
    elb.put(in(balancer, after.stream().flatMap(id -> ec2.subnets.get(id).stream()).toList()));
    return DetachLoadBalancerFromSubnetsResponse.builder().subnets(after).build();
  }

  private ApplySecurityGroupsToLoadBalancerResponse applyGroups(
      Context context, ApplySecurityGroupsToLoadBalancerRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    List<String> groups =
        Checks.notEmpty(request.securityGroups(), "SecurityGroups").stream().distinct().toList();
    Placement.checkGroups(context, balancer.about().vpcId(), groups);
    Placement.setGroups(context, balancer.name(), groups);
    elb.put(balancer.withAbout(about -> about.securityGroups(groups)));
    return ApplySecurityGroupsToLoadBalancerResponse.builder().securityGroups(groups).build();
  }

  private static Balancer in(Balancer balancer, List<Subnet> subnets) {
    return balancer.withAbout(
        about ->
            about
                .subnets(subnets.stream().map(Subnet::subnetId).toList())
                .availabilityZones(subnets.stream().map(Subnet::availabilityZone).toList()));
  }
}
