package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Launching instances: what a launch needs is checked at once, its keys when it boots. */
public final class InstanceLaunch implements Area {

  static final List<String> TAGGED =
      List.of("instance", "network-interface", "volume", "spot-instances-request");

  @Override
  public void addTo(Operations operations) {
    operations.write("RunInstances", RunInstancesRequest::builder, this::run);
  }

  private RunInstancesResponse run(Context context, RunInstancesRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    Missing.required(request.imageId(), "imageId");
    int most = Missing.required(request.maxCount(), "maxCount");
    if (most < Missing.required(request.minCount(), "minCount") || request.minCount() < 1) {
      throw AwsError.of(
          "InvalidParameterValue", "Value (%d) for parameter maxCount is invalid.", most);
    }
    Optional<InstanceNetworkInterfaceSpecification> first =
        request.networkInterfaces().stream()
            .filter(it -> it.deviceIndex() == null || it.deviceIndex() == 0)
            .findFirst();
    String subnetId =
        first.map(InstanceNetworkInterfaceSpecification::subnetId).orElse(request.subnetId());
    String key = request.clientToken() + " " + subnetId;
    LaunchToken used = request.clientToken() == null ? null : ec2.launchTokens.get(key);
    if (used != null) {
      return again(ec2, request, used);
    }
    if (subnetId == null) {
      subnetId = defaultSubnet(ec2);
    }
    if (subnetId == null) {
      throw AwsError.of(
          "MissingInput", "No subnets found for the default VPC. Please specify a subnet.");
    }
    Launch launch = check(context, request, first, subnetId);
    if (Addresses.free(ec2, launch.subnet()) < most) {
      throw AwsError.of(
          "InsufficientFreeAddressesInSubnet",
          "There are not enough free addresses in subnet '%s' to satisfy the requested number of"
              + " instances.",
          subnetId);
    }
    Making making = new Making(ec2, context.origin());
    String reservation = making.reservation();
    List<String> ids = new ArrayList<>();
    for (int index = 0; index < most; index++) {
      ids.add(launch(context, making, reservation, index, launch));
    }
    if (request.clientToken() != null) {
      ec2.launchTokens.put(key, new LaunchToken(request, reservation, ids));
    }
    return answer(ec2, reservation, ids);
  }

  private static @Nullable String defaultSubnet(Ec2State ec2) {
    return ec2.subnets.seen().stream()
        .filter(it -> Boolean.TRUE.equals(it.defaultForAz()))
        .filter(it -> !ec2.fullZones.contains(it.availabilityZone()))
        .map(Subnet::subnetId)
        .findFirst()
        .orElse(null);
  }

  private static Launch check(
      Context context,
      RunInstancesRequest request,
      Optional<InstanceNetworkInterfaceSpecification> first,
      String subnetId) {
    Ec2State ec2 = Ec2State.of(context.region());
    String type = request.instanceType() == null ? "m1.small" : request.instanceTypeAsString();
    Image image = LaunchChecks.image(context, request.imageId(), type);
    Subnet subnet = ec2.subnets.use(subnetId, () -> Missing.subnet(subnetId));
    List<String> groups =
        first.map(InstanceNetworkInterfaceSpecification::groups).orElse(request.securityGroupIds());
    if (groups.isEmpty()) {
      groups = List.of(Groups.defaultOf(ec2, subnet.vpcId()));
    }
    Groups.check(context, subnet.vpcId(), groups);
    Boolean asked =
        first.map(InstanceNetworkInterfaceSpecification::associatePublicIpAddress).orElse(null);
    Boot boot =
        new Boot(
            LaunchChecks.key(ec2, request.keyName()),
            LaunchChecks.userData(request.userData()),
            asked == null ? Boolean.TRUE.equals(subnet.mapPublicIpOnLaunch()) : asked);
    Launch launch =
        new Launch(
            request,
            type,
            image,
            subnet,
            groups,
            boot,
            LaunchVolumes.plan(ec2, image, request.blockDeviceMappings()),
            LaunchChecks.profile(ec2, request.iamInstanceProfile()));
    TAGGED.forEach(launch::tags);
    LaunchChecks.room(context, subnet.availabilityZone(), type);
    return launch;
  }

  private static String launch(
      Context context, Making making, String reservation, int index, Launch launch) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id =
        making.instance(
            reservation,
            about(context, launch).amiLaunchIndex(index),
            InstanceStateName.PENDING,
            launch.subnet(),
            launch.groups(),
            launch.tags("instance"));
    for (NetworkInterface eni : ec2.interfacesOf(id)) {
      ec2.setTags(eni.networkInterfaceId(), launch.tags("network-interface"));
    }
    LaunchVolumes.attach(context, id, launch.subnet(), launch.volumes(), launch.tags("volume"));
    ec2.boots.put(id, launch.boot());
    InstanceLife.boot(context, id);
    return id;
  }

  private static Instance.Builder about(Context context, Launch launch) {
    RunInstancesRequest request = launch.request();
    Image image = launch.image();
    return Instance.builder()
        .imageId(image.imageId())
        .instanceType(launch.instanceType())
        .keyName(request.keyName())
        .clientToken(request.clientToken())
        .launchTime(context.now())
        .architecture(image.architectureAsString())
        .virtualizationType(image.virtualizationTypeAsString())
        .hypervisor(image.hypervisorAsString())
        .enaSupport(image.enaSupport())
        .platformDetails(image.platformDetails())
        .rootDeviceType(image.rootDeviceTypeAsString())
        .rootDeviceName(image.rootDeviceName())
        .productCodes(image.productCodes())
        .ebsOptimized(Boolean.TRUE.equals(request.ebsOptimized()))
        .iamInstanceProfile(launch.profile())
        .metadataOptions(LaunchChecks.metadata(image, request.metadataOptions()));
  }

  private static RunInstancesResponse again(
      Ec2State ec2, RunInstancesRequest request, LaunchToken used) {
    if (!used.request().equals(request)) {
      throw AwsError.of(
          "IdempotentParameterMismatch",
          "The client token '%s' was used before with other parameters",
          request.clientToken());
    }
    for (String id : used.instanceIds()) {
      @Nullable Instance instance = ec2.instances.get(id).orElse(null);
      if (instance == null
          || States.is(instance, InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED)) {
        throw AwsError.of(
            "IdempotentInstanceTerminated",
            "The instance '%s' that was launched with this client token is terminated",
            id);
      }
    }
    return answer(ec2, used.reservationId(), used.instanceIds());
  }

  private static RunInstancesResponse answer(
      Ec2State ec2, String reservation, List<String> instanceIds) {
    return RunInstancesResponse.builder()
        .reservationId(reservation)
        .ownerId(Account.ID)
        .instances(
            instanceIds.stream()
                .flatMap(id -> ec2.instances.get(id).stream())
                .map(it -> Instances.show(ec2, it, ec2.interfaces.all(), ec2.volumes.all()))
                .map(it -> it.toBuilder().tags(Tagging.list(ec2.tags(it.instanceId()))).build())
                .toList())
        .build();
  }
}
