package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Owned;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.engine.Undo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * Images with their snapshots as things that are found and deleted; scope is the step that made the
 * image. An image that is pending may not name its snapshots yet, and deregistering may leave some:
 * so those that carry the tags of the step are found by them, and go one by one.
 */
public final class Images implements Deletable {

  /** The kind in {@link Undo.DeleteMade}. */
  public static final String KIND = "image";

  private static final String OWN = "self";

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private static final Set<String> GONE =
      Set.of("InvalidAMIID.NotFound", "InvalidAMIID.Unavailable");

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public Images(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
    Filter ofRun = filter("tag:" + Tags.RUN, List.of(run.runId()));
    Filter ofStep = filter("tag:" + Tags.STEP, List.of(undo.scope()));
    List<Image> found =
        id.map(known -> images(run, filter("image-id", List.of(known))))
            .orElseGet(() -> images(run, ofRun, ofStep, filter("name", List.of(undo.name()))));
    return found.stream()
        .filter(Images::isThere)
        .findFirst()
        .map(Images::live)
        .or(
            () ->
                snapshots(run, ofRun, ofStep).stream()
                    .findFirst()
                    .map(one -> new Live(one.snapshotId(), Ec2Tags.map(one.tags()))));
  }

  /** The image of a name that this account owns. */
  Optional<Live> named(String name, Attempt run) {
    return images(run, filter("name", List.of(name))).stream()
        .filter(Images::isThere)
        .findFirst()
        .map(Images::live);
  }

  /** AWS lists an image for a while after it was deregistered. */
  private static boolean isThere(Image image) {
    return image.state() != ImageState.DEREGISTERED;
  }

  /** Its snapshots. */
  @Override
  public boolean partsShowLate() {
    return true;
  }

  /** Images of this account that a filter lets through. */
  List<Image> images(Attempt run, Filter... filters) {
    DescribeImagesRequest request =
        DescribeImagesRequest.builder().owners(OWN).filters(filters).build();
    return run.read(
        "ec2:DescribeImages",
        () -> aws.ec2().describeImagesPaginator(request).images().stream().toList());
  }

  /** Snapshots of this account that a filter lets through. */
  List<Snapshot> snapshots(Attempt run, Filter... filters) {
    DescribeSnapshotsRequest request =
        DescribeSnapshotsRequest.builder().ownerIds(OWN).filters(filters).build();
    return run.read(
        "ec2:DescribeSnapshots",
        () -> aws.ec2().describeSnapshotsPaginator(request).snapshots().stream().toList());
  }

  /** Looks again afterwards, for snapshots that are left. */
  @Override
  public Outcome delete(Owned thing, Attempt run) {
    if (thing.id().startsWith("ami-")) {
      deregister(thing.id(), run);
      return new Outcome.NotYet(LOOK_AGAIN, "are snapshots of %s left?".formatted(thing.id()));
    }
    run.change(
        "ec2:DeleteSnapshot",
        () -> aws.ec2().deleteSnapshot(request -> request.snapshotId(thing.id())));
    return Outcome.lookAgain("are more snapshots left?");
  }

  /** One that is still listed may be gone already. */
  private void deregister(String image, Attempt run) {
    try {
      run.change(
          "ec2:DeregisterImage",
          () ->
              aws.ec2()
                  .deregisterImage(
                      request -> request.imageId(image).deleteAssociatedSnapshots(true)));
    } catch (Ec2Exception e) {
      if (!GONE.contains(e.awsErrorDetails().errorCode())) {
        throw e;
      }
    }
  }

  @Override
  public String command(String idOrName) {
    return idOrName.startsWith("ami-")
        ? "aws ec2 deregister-image --region %s --delete-associated-snapshots --image-id %s"
            .formatted(aws.regionName(), idOrName)
        : "aws ec2 describe-images --region %s --owners self --filters 'Name=name,Values=%s'"
                .formatted(aws.regionName(), idOrName.replace("'", "'\\''"))
            + " --query 'Images[].ImageId' --output text | xargs -n1"
            + " aws ec2 deregister-image --region %s --delete-associated-snapshots --image-id"
                .formatted(aws.regionName());
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  static Filter filter(String name, List<String> values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static Live live(Image image) {
    return new Live(image.imageId(), Ec2Tags.map(image.tags()));
  }
}
