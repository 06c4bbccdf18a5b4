package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** Volumes, which launches make. */
public final class Volumes implements Area {

  private static final Listing<Volume> VOLUMES =
      new Listing<>(
          Volume::volumeId,
          new Filters<>(Volume::tags)
              .on("volume-id", Volume::volumeId)
              .on("status", Volume::stateAsString)
              .on("size", Volume::size)
              .on("volume-type", Volume::volumeTypeAsString)
              .on("snapshot-id", Volume::snapshotId)
              .on("encrypted", Volume::encrypted)
              .on("availability-zone", Volume::availabilityZone)
              .onEach("attachment.instance-id", each(VolumeAttachment::instanceId))
              .onEach("attachment.device", each(VolumeAttachment::device))
              .onEach("attachment.status", each(VolumeAttachment::stateAsString))
              .onEach(
                  "attachment.delete-on-termination", each(VolumeAttachment::deleteOnTermination)),
          "InvalidVolume.NotFound",
          "volume");

  @Override
  public void addTo(Operations operations) {
    operations.read("DescribeVolumes", DescribeVolumesRequest::builder, this::describe);
    operations.write("DeleteVolume", DeleteVolumeRequest::builder, this::delete);
  }

  private static Function<Volume, Stream<String>> each(Function<VolumeAttachment, Object> value) {
    return it -> it.attachments().stream().map(value).map(String::valueOf);
  }

  private DescribeVolumesResponse describe(Context context, DescribeVolumesRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<Volume> all =
        ec2.volumes.seen().stream()
            .map(it -> it.toBuilder().tags(ec2.seenTags(it.volumeId())).build())
            .toList();
    Page<Volume> page =
        VOLUMES.page(
            context,
            all,
            request.volumeIds(),
            request.filters(),
            request.maxResults(),
            request.nextToken());
    return DescribeVolumesResponse.builder().volumes(page.items()).nextToken(page.next()).build();
  }

  private DeleteVolumeResponse delete(Context context, DeleteVolumeRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id = Missing.required(request.volumeId(), "volumeId");
    Volume volume = ec2.volumes.use(id, () -> Missing.volume(id));
    if (!volume.attachments().isEmpty()) {
      throw AwsError.of(
          "VolumeInUse",
          "Volume %s is currently attached to %s",
          id,
          volume.attachments().get(0).instanceId());
    }
    ec2.volumes.remove(id);
    ec2.forget(id);
    return DeleteVolumeResponse.builder().build();
  }
}
