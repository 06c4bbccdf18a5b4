package dev.backstep.internal.ami;

import dev.backstep.ami.ImageFilter;
import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.PlanningCalls;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.ProductCode;

/** Reads images, and snapshots that may or may not be readable. */
final class SourceReader {

  private static final String UNENCRYPTED = "";

  private final AwsAccess aws;
  private final PlanningCalls calls;

  SourceReader(AwsAccess aws, PlanningCalls calls) {
    this.aws = aws;
    this.calls = calls;
  }

  /** The images that a filter finds, newest first; those of one moment by their ids. */
  CompletableFuture<List<Source>> begin(ImageFilter filter) {
    List<Filter> filters =
        filter.filters().entrySet().stream()
            .map(entry -> Filter.builder().name(entry.getKey()).values(entry.getValue()).build())
            .toList();
    DescribeImagesRequest.Builder request =
        DescribeImagesRequest.builder().filters(filters).includeDeprecated(filter.withDeprecated());
    if (!filter.owners().isEmpty()) {
      request.owners(filter.owners());
    }
    return calls.begin(
        ApiFamily.EC2_READ,
        "ec2:DescribeImages",
        () ->
            images(request.build()).stream()
                .map(SourceReader::source)
                .sorted(
                    java.util.Comparator.comparing(Source::created)
                        .reversed()
                        .thenComparing(Source::id))
                .toList());
  }

  /** Images of this account that have a name already, each in a line. */
  CompletableFuture<List<String>> beginNamesakes(String name) {
    DescribeImagesRequest request =
        DescribeImagesRequest.builder()
            .owners("self")
            .filters(Filter.builder().name("name").values(name).build())
            .includeDeprecated(true)
            .includeDisabled(true)
            .build();
    return calls.begin(
        ApiFamily.EC2_READ,
        "ec2:DescribeImages",
        () ->
            images(request).stream()
                .filter(image -> image.state() != ImageState.DEREGISTERED)
                .map(image -> "%s (%s)".formatted(image.imageId(), image.stateAsString()))
                .toList());
  }

  /** The keys of those of the snapshots that may be read; empty text for an unencrypted one. */
  CompletableFuture<Map<String, String>> beginKeys(List<String> snapshots) {
    DescribeSnapshotsRequest request =
        DescribeSnapshotsRequest.builder()
            .filters(Filter.builder().name("snapshot-id").values(snapshots).build())
            .build();
    return calls.begin(
        ApiFamily.EC2_READ,
        "ec2:DescribeSnapshots",
        () ->
            aws.ec2().describeSnapshotsPaginator(request).snapshots().stream()
                .collect(
                    Collectors.toMap(
                        one -> one.snapshotId(),
                        one -> one.kmsKeyId() == null ? UNENCRYPTED : one.kmsKeyId())));
  }

  private List<Image> images(DescribeImagesRequest request) {
    return aws.ec2().describeImagesPaginator(request).images().stream().toList();
  }

  private static Source source(Image image) {
    return new Source(
        image.imageId(),
        text(image.name()),
        text(image.ownerId()),
        text(image.imageOwnerAlias()),
        instant(image.creationDate()),
        text(image.stateAsString()),
        text(image.architectureAsString()),
        text(image.rootDeviceName()),
        text(image.rootDeviceTypeAsString()),
        text(image.virtualizationTypeAsString()),
        Boolean.TRUE.equals(image.enaSupport()),
        "v2.0".equals(image.imdsSupportAsString()),
        image.productCodes().stream().map(ProductCode::productCodeId).toList(),
        image.productCodes().stream()
            .anyMatch(code -> "marketplace".equals(code.productCodeTypeAsString())),
        text(image.platformAsString()),
        text(image.usageOperation()),
        image.blockDeviceMappings().stream()
            .filter(device -> device.ebs() != null)
            .map(device -> volume(device.deviceName(), device.ebs()))
            .toList());
  }

  private static Source.Volume volume(String device, EbsBlockDevice ebs) {
    return new Source.Volume(
        device,
        text(ebs.snapshotId()),
        ebs.volumeSize() == null ? 0 : ebs.volumeSize(),
        text(ebs.volumeTypeAsString()),
        Boolean.TRUE.equals(ebs.encrypted()),
        Boolean.TRUE.equals(ebs.deleteOnTermination()));
  }

  private static Instant instant(@Nullable String date) {
    try {
      return date == null ? Instant.EPOCH : Instant.parse(date);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
