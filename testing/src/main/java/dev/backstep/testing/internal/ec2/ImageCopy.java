package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageResponse;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * Copying images, from this region or another. Names of copies need not be unique. The keys are
 * looked at when the copy ends.
 */
public final class ImageCopy implements Area {

  private static final List<String> TAGGED = List.of("image", "snapshot");

  @Override
  public void addTo(Operations operations) {
    operations.write("CopyImage", CopyImageRequest::builder, this::copy);
  }

  private CopyImageResponse copy(Context context, CopyImageRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String name = ImageNames.checked(request.name());
    String from = Missing.required(request.sourceRegion(), "sourceRegion");
    String sourceId = Missing.required(request.sourceImageId(), "sourceImageId");
    if (request.clientToken() != null) {
      CopyToken used = ec2.copyTokens.get(request.clientToken());
      if (used != null) {
        return again(request, used);
      }
    }
    Map<String, String> tags = Tagging.of(request.tagSpecifications(), "image", TAGGED);
    Map<String, String> onSnapshots = Tagging.of(request.tagSpecifications(), "snapshot", TAGGED);
    Ec2State origin = Ec2State.of(context.account().region(from));
    Image source = Images.available(origin, sourceId);
    List<Snapshot> snapshots = CopyChecks.readable(origin, source);
    if (Boolean.FALSE.equals(request.encrypted())) {
      CopyChecks.requirePlain(snapshots);
    }
    List<Encryption> encryptions =
        snapshots.stream()
            .map(it -> Encryption.of(ec2, request.encrypted(), request.kmsKeyId(), Optional.of(it)))
            .toList();
    CopyChecks.requireRoom(context, snapshots.size());

    ImageGrowth growth = new ImageGrowth(context, context.settings().copyTime, true);
    String imageId = context.newId("ami");
    Map<String, CopiedSnapshot> copies = new TreeMap<>();
    for (int i = 0; i < snapshots.size(); i++) {
      Snapshot one = snapshots.get(i);
      Encryption encryption = encryptions.get(i);
      String id = growth.begin(snapshot(one, encryption, imageId, sourceId), onSnapshots);
      copies.put(one.snapshotId(), new CopiedSnapshot(id, one, encryption));
    }
    if (Boolean.TRUE.equals(request.copyImageTags()) && source.ownerId().equals(Account.ID)) {
      origin.tags(sourceId).forEach(tags::putIfAbsent);
    }
    growth.begin(
        image(context, request, source, name)
            .imageId(imageId)
            .blockDeviceMappings(mappings(source, copies))
            .build(),
        tags,
        () -> failure(origin, ec2, copies));
    if (request.clientToken() != null) {
      ec2.copyTokens.put(request.clientToken(), new CopyToken(request, imageId));
    }
    return CopyImageResponse.builder().imageId(imageId).build();
  }

  private static CopyImageResponse again(CopyImageRequest request, CopyToken used) {
    if (!used.request().equals(request)) {
      throw AwsError.of(
          "IdempotentParameterMismatch",
          "The client token '%s' was used before with other parameters",
          request.clientToken());
    }
    return CopyImageResponse.builder().imageId(used.imageId()).build();
  }

  private static Image.Builder image(
      Context context, CopyImageRequest request, Image source, String name) {
    return source.toBuilder()
        .tags(List.of())
        .name(name)
        .description(
            request.description() == null
                ? "[Copied %s from %s] %s"
                    .formatted(source.imageId(), request.sourceRegion(), source.name())
                : request.description())
        .imageLocation(Account.ID + "/" + name)
        .ownerId(Account.ID)
        .imageOwnerAlias(null)
        .publicLaunchPermissions(false)
        .deprecationTime(null)
        .sourceInstanceId(null)
        .sourceImageId(source.imageId())
        .sourceImageRegion(request.sourceRegion())
        .creationDate(Ec2State.date(context.now()));
  }

  private static Snapshot.Builder snapshot(
      Snapshot source, Encryption encryption, String imageId, String sourceId) {
    return Snapshot.builder()
        .volumeId("vol-ffffffff")
        .volumeSize(source.volumeSize())
        .encrypted(encryption.encrypted())
        .kmsKeyId(encryption.key())
        .description(
            "Copied for DestinationAmi %s from SourceAmi %s for SourceSnapshot %s."
                .formatted(imageId, sourceId, source.snapshotId()));
  }

  private static List<BlockDeviceMapping> mappings(
      Image source, Map<String, CopiedSnapshot> copies) {
    List<BlockDeviceMapping> mappings = new ArrayList<>();
    for (BlockDeviceMapping mapping : source.blockDeviceMappings()) {
      if (mapping.ebs() == null || mapping.ebs().snapshotId() == null) {
        mappings.add(mapping);
        continue;
      }
      CopiedSnapshot copied = copies.get(mapping.ebs().snapshotId());
      mappings.add(
          mapping.toBuilder()
              .ebs(
                  mapping.ebs().toBuilder()
                      .snapshotId(copied.id())
                      .encrypted(copied.encryption().encrypted())
                      .build())
              .build());
    }
    return mappings;
  }

  private static Optional<Ending> failure(
      Ec2State origin, Ec2State ec2, Map<String, CopiedSnapshot> copies) {
    boolean usable =
        copies.values().stream()
            .allMatch(
                it ->
                    it.encryption().usable(ec2)
                        && (it.source().kmsKeyId() == null
                            || origin.keys().usable(it.source().kmsKeyId())));
    return usable ? Optional.empty() : Optional.of(Endings.KEY_NOT_ACCESSIBLE);
  }

  /** A snapshot on its way, by where it comes from. */
  private record CopiedSnapshot(String id, Snapshot source, Encryption encryption) {}
}
