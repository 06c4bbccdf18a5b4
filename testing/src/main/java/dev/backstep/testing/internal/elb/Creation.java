package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.ec2.Groups;
import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.tls.Fronts;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.Policies;

/** Making and deleting load balancers. */
public final class Creation implements Area {

  private static final String INTERNAL = "internal";
  private static final String INTERNET_FACING = "internet-facing";

  @Override
  public void addTo(Operations operations) {
    operations.write("CreateLoadBalancer", CreateLoadBalancerRequest::builder, this::create);
    operations.write("DeleteLoadBalancer", DeleteLoadBalancerRequest::builder, this::delete);
  }

  private CreateLoadBalancerResponse create(Context context, CreateLoadBalancerRequest request) {
    ElbState elb = ElbState.of(context.region());
    String name = Checks.name(request.loadBalancerName());
    String scheme = scheme(request.scheme());
    Map<String, String> tags = Checks.tags(request.tags());
    List<Listener> listeners =
        Checks.notEmpty(request.listeners(), "Listeners").stream()
            .map(listener -> ListenerRules.canonical(context.region(), listener))
            .toList();
    if (listeners.stream().map(Listener::loadBalancerPort).distinct().count() < listeners.size()) {
      throw Checks.configuration("Two listeners of a load balancer must not have the same port");
    }
    ListenerRules.checkTogether(listeners);
    List<String> subnetIds = subnetIds(request);
    List<Subnet> subnets = Placement.subnets(context, subnetIds, scheme.equals(INTERNET_FACING));
    String vpcId = subnets.get(0).vpcId();
    List<String> groups = groups(context, vpcId, request.securityGroups());
    @Nullable Balancer existing = elb.balancers.get(name).orElse(null);
    if (existing != null) {
      return again(existing, scheme, subnetIds, groups, listeners, tags);
    }
    if (elb.balancers.all().size() >= context.settings().loadBalancers) {
      throw AwsError.of(
          "TooManyLoadBalancers",
          "The quota of %d load balancers has been reached",
          context.settings().loadBalancers);
    }
    Placement.requireRoom(context, subnets);
    LoadBalancerDescription about =
        about(context, name, scheme, subnets, groups)
            .listenerDescriptions(listeners.stream().map(ListenerRules::description).toList())
            .healthCheck(HealthChecks.usual(listeners.get(0)))
            .build();
    elb.put(
        new Balancer(
            about, Attributes.usual(), new TreeMap<>(tags), List.of(), Map.of(), Map.of()));
    context.account().made(name, context.origin());
    subnets.forEach(subnet -> Placement.addInterface(context, name, subnet, groups));
    return CreateLoadBalancerResponse.builder().dnsName(about.dnsName()).build();
  }

  /** The same request again succeeds; for an internal load balancer it says no name. */
  private static CreateLoadBalancerResponse again(
      Balancer existing,
      String scheme,
      List<String> subnetIds,
      List<String> groups,
      List<Listener> listeners,
      Map<String, String> tags) {
    LoadBalancerDescription about = existing.about();
    Set<Listener> before = new HashSet<>();
    about.listenerDescriptions().stream().map(ListenerDescription::listener).forEach(before::add);
    if (!about.scheme().equals(scheme)
        || !new HashSet<>(about.subnets()).equals(new HashSet<>(subnetIds))
        || !new HashSet<>(about.securityGroups()).equals(new HashSet<>(groups))
        || !before.equals(new HashSet<>(listeners))) {
      throw duplicate(existing.name(), "parameters");
    }
    if (!existing.tags().equals(tags)) {
      throw duplicate(existing.name(), "tags");
    }
    String dnsName = scheme.equals(INTERNAL) ? null : about.dnsName();
    return CreateLoadBalancerResponse.builder().dnsName(dnsName).build();
  }

  private static AwsError duplicate(String name, String what) {
    return AwsError.of(
        "DuplicateLoadBalancerName",
        "The load balancer %s already exists and it is configured with different %s.",
        name,
        what);
  }

  private static LoadBalancerDescription.Builder about(
      Context context, String name, String scheme, List<Subnet> subnets, List<String> groups) {
    String region = context.region().name();
    String dnsName =
        Fronts.of(context.account()).address().orElseGet(() -> dnsName(context, name, scheme));
    String groupName =
        Ec2State.of(context.region())
            .groups
            .get(groups.get(0))
            .map(SecurityGroup::groupName)
            .orElse("");
    return LoadBalancerDescription.builder()
        .loadBalancerName(name)
        .dnsName(dnsName)
        .canonicalHostedZoneName(scheme.equals(INTERNAL) ? null : dnsName)
        .canonicalHostedZoneNameID(HostedZones.of(region))
        .scheme(scheme)
        .vpcId(subnets.get(0).vpcId())
        .subnets(subnets.stream().map(Subnet::subnetId).toList())
        .availabilityZones(subnets.stream().map(Subnet::availabilityZone).toList())
        .securityGroups(groups)
        .sourceSecurityGroup(g -> g.ownerAlias(Account.ID).groupName(groupName))
        .backendServerDescriptions(List.of())
        .policies(
            Policies.builder()
                .appCookieStickinessPolicies(List.of())
                .lbCookieStickinessPolicies(List.of())
                .otherPolicies(List.of())
                .build())
        .createdTime(context.now());
  }

  private static String dnsName(Context context, String name, String scheme) {
    String prefix = scheme.equals(INTERNAL) ? "internal-" : "";
    String digits = context.account().ids().digits("elb");
    return "%s%s-%s.%s.elb.amazonaws.com".formatted(prefix, name, digits, context.region().name());
  }

  private DeleteLoadBalancerResponse delete(Context context, DeleteLoadBalancerRequest request) {
    ElbState elb = ElbState.of(context.region());
    String name = Checks.required(request.loadBalancerName(), "loadBalancerName");
    if (elb.balancers.get(name).isPresent()) {
      elb.remove(name);
      Placement.releaseLater(context, Placement.interfaces(context, name));
    }
    return DeleteLoadBalancerResponse.builder().build();
  }

  private static String scheme(@Nullable String given) {
    String scheme = given == null || given.isEmpty() ? INTERNET_FACING : given;
    if (!Set.of(INTERNAL, INTERNET_FACING).contains(scheme)) {
      throw AwsError.of("InvalidScheme", "The scheme %s is not valid", scheme);
    }
    return scheme;
  }

  private static List<String> subnetIds(CreateLoadBalancerRequest request) {
    if (!request.availabilityZones().isEmpty()) {
      throw Checks.invalid(
          "Only one of SubnetIds or AvailabilityZones may be specified, and without a default VPC"
              + " it must be SubnetIds");
    }
    return Checks.notEmpty(request.subnets(), "Subnets").stream().distinct().toList();
  }

  private static List<String> groups(Context context, String vpcId, List<String> given) {
    Placement.checkGroups(context, vpcId, given);
    return given.isEmpty()
        ? List.of(Groups.defaultOf(Ec2State.of(context.region()), vpcId))
        : given.stream().distinct().toList();
  }
}
