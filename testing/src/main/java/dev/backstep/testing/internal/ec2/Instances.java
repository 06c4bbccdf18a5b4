package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** Instances as they are; what starts and ends them is in {@link InstanceLife}. */
public final class Instances implements Area {

  private static final Listing<Instance> INSTANCES =
      new Listing<>(
          Instance::instanceId,
          new Filters<>(Instance::tags)
              .on("instance-id", Instance::instanceId)
              .on("instance-state-name", it -> it.state().nameAsString())
              .on("instance-state-code", it -> it.state().code())
              .on("instance-type", Instance::instanceTypeAsString)
              .on("image-id", Instance::imageId)
              .on("client-token", Instance::clientToken)
              .on("vpc-id", Instance::vpcId)
              .on("subnet-id", Instance::subnetId)
              .on("availability-zone", it -> it.placement().availabilityZone())
              .on("private-ip-address", Instance::privateIpAddress)
              .on("private-dns-name", Instance::privateDnsName)
              .on("key-name", Instance::keyName)
              .on("ip-address", Instance::publicIpAddress)
              .on("dns-name", Instance::publicDnsName)
              .on("architecture", Instance::architectureAsString)
              .on("root-device-name", Instance::rootDeviceName)
              .on(
                  "state-reason-code",
                  it -> it.stateReason() == null ? null : it.stateReason().code())
              .onEach(
                  "block-device-mapping.volume-id",
                  it -> it.blockDeviceMappings().stream().map(m -> m.ebs().volumeId()))
              .onEach("instance.group-id", it -> ids(it.securityGroups().stream()))
              .onEach("instance.group-name", it -> names(it.securityGroups().stream()))
              .onEach(
                  "network-interface.network-interface-id",
                  each(InstanceNetworkInterface::networkInterfaceId))
              .onEach("network-interface.subnet-id", each(InstanceNetworkInterface::subnetId))
              .onEach("network-interface.vpc-id", each(InstanceNetworkInterface::vpcId))
              .onEach("network-interface.description", each(InstanceNetworkInterface::description))
              .onEach("network-interface.status", each(InstanceNetworkInterface::statusAsString))
              .onEach(
                  "network-interface.attachment.device-index",
                  each(it -> it.attachment().deviceIndex()))
              .onEach(
                  "network-interface.group-id",
                  it -> ids(it.networkInterfaces().stream().flatMap(eni -> eni.groups().stream())))
              .onEach(
                  "network-interface.group-name",
                  it ->
                      names(it.networkInterfaces().stream().flatMap(eni -> eni.groups().stream()))),
          "InvalidInstanceID.NotFound",
          "instance ID");

  @Override
  public void addTo(Operations operations) {
    operations.read("DescribeInstances", DescribeInstancesRequest::builder, this::describe);
    operations.read(
        "DescribeInstanceAttribute", DescribeInstanceAttributeRequest::builder, this::attribute);
    operations.write(
        "ModifyInstanceAttribute", ModifyInstanceAttributeRequest::builder, this::modify);
  }

  private static Function<Instance, Stream<String>> each(
      Function<InstanceNetworkInterface, @Nullable Object> value) {
    return it ->
        it.networkInterfaces().stream()
            .flatMap(eni -> Stream.ofNullable(value.apply(eni)))
            .map(String::valueOf);
  }

  private static Stream<String> ids(Stream<GroupIdentifier> groups) {
    return groups.map(GroupIdentifier::groupId);
  }

  private static Stream<String> names(Stream<GroupIdentifier> groups) {
    return groups.map(GroupIdentifier::groupName);
  }

  private DescribeInstancesResponse describe(Context context, DescribeInstancesRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<NetworkInterface> interfaces = ec2.interfaces.seen();
    List<Volume> volumes = ec2.volumes.seen();
    List<Instance> all =
        ec2.instances.seen().stream().map(it -> show(ec2, it, interfaces, volumes)).toList();
    Page<Instance> page =
        INSTANCES.page(
            context,
            all,
            request.instanceIds(),
            request.filters(),
            request.maxResults(),
            request.nextToken());
    return DescribeInstancesResponse.builder()
        .reservations(reservations(ec2, page.items()))
        .nextToken(page.next())
        .build();
  }

  /** One reservation for each launch, in the order of their first instances. */
  private static List<Reservation> reservations(Ec2State ec2, List<Instance> instances) {
    Map<String, List<Instance>> launches = new LinkedHashMap<>();
    for (Instance instance : instances) {
      String launch = String.valueOf(ec2.reservations.get(instance.instanceId()));
      launches.computeIfAbsent(launch, unused -> new ArrayList<>()).add(instance);
    }
    return launches.entrySet().stream()
        .map(
            launch ->
                Reservation.builder()
                    .reservationId(launch.getKey())
                    .ownerId(Account.ID)
                    .instances(launch.getValue())
                    .build())
        .toList();
  }

  /** The instance with its interfaces, addresses, groups, volumes and tags. */
  static Instance show(
      Ec2State ec2, Instance instance, List<NetworkInterface> interfaces, List<Volume> volumes) {
    List<NetworkInterface> own = Interfaces.of(instance.instanceId(), interfaces);
    return instance.toBuilder()
        .tags(ec2.seenTags(instance.instanceId()))
        .securityGroups(own.isEmpty() ? List.of() : own.get(0).groups())
        .networkInterfaces(own.stream().map(Instances::show).toList())
        .publicIpAddress(address(own, NetworkInterfaceAssociation::publicIp))
        .publicDnsName(address(own, NetworkInterfaceAssociation::publicDnsName))
        .blockDeviceMappings(
            Ec2State.volumesOf(instance.instanceId(), volumes).stream()
                .map(Instances::show)
                .toList())
        .build();
  }

  private static @Nullable String address(
      List<NetworkInterface> own, Function<NetworkInterfaceAssociation, String> part) {
    return own.isEmpty() || own.get(0).association() == null
        ? null
        : part.apply(own.get(0).association());
  }

  private static InstanceBlockDeviceMapping show(Volume volume) {
    VolumeAttachment attachment = volume.attachments().get(0);
    return InstanceBlockDeviceMapping.builder()
        .deviceName(attachment.device())
        .ebs(
            e ->
                e.volumeId(volume.volumeId())
                    .status(attachment.stateAsString())
                    .attachTime(attachment.attachTime())
                    .deleteOnTermination(attachment.deleteOnTermination()))
        .build();
  }

  private static InstanceNetworkInterface show(NetworkInterface it) {
    return InstanceNetworkInterface.builder()
        .networkInterfaceId(it.networkInterfaceId())
        .subnetId(it.subnetId())
        .vpcId(it.vpcId())
        .description(it.description())
        .groups(it.groups())
        .macAddress(it.macAddress())
        .ownerId(it.ownerId())
        .privateIpAddress(it.privateIpAddress())
        .privateDnsName(it.privateDnsName())
        .sourceDestCheck(it.sourceDestCheck())
        .status(it.statusAsString())
        .interfaceType(it.interfaceTypeAsString())
        .association(
            it.association() == null
                ? null
                : InstanceNetworkInterfaceAssociation.builder()
                    .publicIp(it.association().publicIp())
                    .publicDnsName(it.association().publicDnsName())
                    .ipOwnerId(it.association().ipOwnerId())
                    .build())
        .attachment(
            a ->
                a.attachmentId(it.attachment().attachmentId())
                    .deviceIndex(it.attachment().deviceIndex())
                    .networkCardIndex(it.attachment().networkCardIndex())
                    .deleteOnTermination(it.attachment().deleteOnTermination())
                    .status(it.attachment().statusAsString()))
        .build();
  }

  private DescribeInstanceAttributeResponse attribute(
      Context context, DescribeInstanceAttributeRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id = Missing.required(request.instanceId(), "instanceId");
    Instance instance = ec2.instances.seen(id).orElseThrow(() -> Missing.instance(id));
    Instance shown = show(ec2, instance, ec2.interfaces.seen(), List.of());
    DescribeInstanceAttributeResponse.Builder answer =
        DescribeInstanceAttributeResponse.builder().instanceId(id);
    String attribute = Missing.required(request.attributeAsString(), "attribute");
    return switch (attribute) {
      case "groupSet" -> answer.groups(shown.securityGroups()).build();
      case "instanceType" ->
          answer.instanceType(v -> v.value(shown.instanceTypeAsString())).build();
      case "userData" -> answer.userData(v -> v.value(userData(ec2, id).orElse(null))).build();
      case "sourceDestCheck" -> answer.sourceDestCheck(v -> v.value(true)).build();
      default ->
          throw AwsError.of(
              "InvalidParameterValue",
              "The attribute '%s' is invalid. The simulator knows groupSet, instanceType,"
                  + " sourceDestCheck, userData.",
              attribute);
    };
  }

  private static Optional<String> userData(Ec2State ec2, String id) {
    return Optional.ofNullable(ec2.boots.get(id)).flatMap(Boot::userData);
  }

  private ModifyInstanceAttributeResponse modify(
      Context context, ModifyInstanceAttributeRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id = Missing.required(request.instanceId(), "instanceId");
    ec2.instances.use(id, () -> Missing.instance(id));
    if (request.groups().isEmpty()) {
      throw AwsError.of(
          "InvalidParameterCombination", "No attributes specified. The simulator knows groupSet.");
    }
    List<NetworkInterface> own = ec2.interfacesOf(id);
    if (own.size() != 1) {
      throw AwsError.of(
          "InvalidInstanceID",
          "There are multiple interfaces attached to instance '%s'. Please specify an interface ID"
              + " for the operation instead.",
          id);
    }
    NetworkInterface only = own.get(0);
    Groups.check(context, only.vpcId(), request.groups());
    ec2.interfaces.put(
        only.networkInterfaceId(),
        only.toBuilder().groups(Groups.identifiers(ec2, request.groups())).build());
    return ModifyInstanceAttributeResponse.builder().build();
  }
}
