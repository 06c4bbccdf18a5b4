package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;

/** Network interfaces: of instances, and of load balancers. */
public final class NetworkInterfaces implements Area {

  private static final Listing<NetworkInterface> INTERFACES =
      new Listing<>(
          NetworkInterface::networkInterfaceId,
          new Filters<>(NetworkInterface::tagSet)
              .on("network-interface-id", NetworkInterface::networkInterfaceId)
              .on("description", NetworkInterface::description)
              .on("requester-id", NetworkInterface::requesterId)
              .on("requester-managed", NetworkInterface::requesterManaged)
              .on("interface-type", NetworkInterface::interfaceTypeAsString)
              .on("status", NetworkInterface::statusAsString)
              .on("subnet-id", NetworkInterface::subnetId)
              .on("vpc-id", NetworkInterface::vpcId)
              .on("availability-zone", NetworkInterface::availabilityZone)
              .on("owner-id", NetworkInterface::ownerId)
              .on("mac-address", NetworkInterface::macAddress)
              .on("private-ip-address", NetworkInterface::privateIpAddress)
              .on("addresses.private-ip-address", NetworkInterface::privateIpAddress)
              .onEach("group-id", it -> it.groups().stream().map(GroupIdentifier::groupId))
              .onEach("group-name", it -> it.groups().stream().map(GroupIdentifier::groupName))
              .on("attachment.instance-id", of(NetworkInterfaceAttachment::instanceId))
              .on("attachment.attachment-id", of(NetworkInterfaceAttachment::attachmentId))
              .on("attachment.device-index", of(NetworkInterfaceAttachment::deviceIndex))
              .on("attachment.instance-owner-id", of(NetworkInterfaceAttachment::instanceOwnerId))
              .on("attachment.status", of(NetworkInterfaceAttachment::statusAsString))
              .on(
                  "attachment.delete-on-termination",
                  of(NetworkInterfaceAttachment::deleteOnTermination)),
          "InvalidNetworkInterfaceID.NotFound",
          "networkInterface ID");

  @Override
  public void addTo(Operations operations) {
    operations.read(
        "DescribeNetworkInterfaces", DescribeNetworkInterfacesRequest::builder, this::describe);
    operations.write(
        "ModifyNetworkInterfaceAttribute",
        ModifyNetworkInterfaceAttributeRequest::builder,
        this::modify);
  }

  private static Function<NetworkInterface, @Nullable Object> of(
      Function<NetworkInterfaceAttachment, @Nullable Object> value) {
    return it -> it.attachment() == null ? null : value.apply(it.attachment());
  }

  private DescribeNetworkInterfacesResponse describe(
      Context context, DescribeNetworkInterfacesRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<NetworkInterface> all =
        ec2.interfaces.seen().stream()
            .map(it -> it.toBuilder().tagSet(ec2.seenTags(it.networkInterfaceId())).build())
            .toList();
    Page<NetworkInterface> page =
        INTERFACES.page(
            context,
            all,
            request.networkInterfaceIds(),
            request.filters(),
            request.maxResults(),
            request.nextToken());
    return DescribeNetworkInterfacesResponse.builder()
        .networkInterfaces(page.items())
        .nextToken(page.next())
        .build();
  }

  private ModifyNetworkInterfaceAttributeResponse modify(
      Context context, ModifyNetworkInterfaceAttributeRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id = Missing.required(request.networkInterfaceId(), "networkInterfaceId");
    NetworkInterface before = ec2.interfaces.use(id, () -> Missing.networkInterface(id));
    if (Boolean.TRUE.equals(before.requesterManaged())) {
      throw AwsError.withStatus(
          "AuthFailure", 403, "You do not have permission to access the specified resource.");
    }
    NetworkInterface.Builder after = before.toBuilder();
    if (!request.groups().isEmpty()) {
      Groups.check(context, before.vpcId(), request.groups());
      after.groups(Groups.identifiers(ec2, request.groups()));
    }
    if (request.description() != null) {
      after.description(request.description().value());
    }
    if (request.sourceDestCheck() != null) {
      after.sourceDestCheck(request.sourceDestCheck().value());
    }
    if (after.build().equals(before)
        && request.groups().isEmpty()
        && request.description() == null
        && request.sourceDestCheck() == null) {
      throw AwsError.of(
          "InvalidParameterCombination",
          "No attributes specified. The simulator knows groups, description, sourceDestCheck.");
    }
    ec2.interfaces.put(id, after.build());
    return ModifyNetworkInterfaceAttributeResponse.builder().build();
  }
}
