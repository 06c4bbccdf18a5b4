package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.BatchedStepHandler;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * DescribeImages and DescribeSnapshots, until the image is available. What has failed ends the wait
 * at once with AWS's reason. The look that finds it available is the one that it is checked by.
 */
public final class ImageReadyHandler
    implements BatchedStepHandler<ImageReadyStep, ImageReadyHandler.Seen> {

  private static final Set<String> ON_THE_WAY = Set.of("pending", "transient");

  private final Images images;

  /** Looks through the images of an access. */
  public ImageReadyHandler(Images images) {
    this.images = images;
  }

  /** The images waited for that are to be seen, and all snapshots of the run. */
  public record Seen(List<Image> images, List<Snapshot> snapshots) {}

  @Override
  public String batch(ImageReadyStep step) {
    return "images";
  }

  @Override
  public Seen read(List<ImageReadyStep> steps, Attempt run) {
    List<String> ids = steps.stream().map(step -> run.id(step.image())).toList();
    List<Image> found = images.images(run, Images.filter("image-id", ids));
    List<Snapshot> snapshots =
        images.snapshots(run, Images.filter("tag:" + Tags.RUN, List.of(run.runId())));
    return new Seen(found, snapshots);
  }

  @Override
  public Outcome attempt(ImageReadyStep step, Seen seen, Attempt run) {
    String id = run.id(step.image());
    Optional<Image> image =
        seen.images().stream().filter(one -> one.imageId().equals(id)).findFirst();
    if (image.isEmpty()) {
      return refused(ErrorClass.EVENTUAL, "InvalidAMIID.NotFound", id + " is not to be seen");
    }
    String state = image.get().stateAsString();
    List<Snapshot> own = ofMaker(step, seen);
    if ("available".equals(state)) {
      return new ImageCheck(images, image.get(), seen.snapshots()).check(step.expected(), run);
    }
    Optional<Snapshot> broken =
        own.stream().filter(one -> "error".equals(one.stateAsString())).findFirst();
    if (broken.isPresent()) {
      return refused(
          ErrorClass.REFUSED,
          "SnapshotFailed",
          "snapshot %s of image %s ended in state error: %s"
              .formatted(broken.get().snapshotId(), id, words(broken.get().stateMessage())));
    }
    if (!ON_THE_WAY.contains(state)) {
      return refused(
          ErrorClass.REFUSED,
          "ImageFailed",
          "image %s ended in state %s: %s".formatted(id, state, reason(image.get())));
    }
    int percent = percent(own);
    run.progress(percent, "snapshots of image %s".formatted(id));
    return new Outcome.NotYet(
        step.lookEvery(),
        "image %s is pending, %d %% of its snapshots done".formatted(id, percent));
  }

  @Override
  public Duration patience(ImageReadyStep step) {
    return step.within();
  }

  @Override
  public String family() {
    return ApiFamily.EC2_READ.name();
  }

  private static List<Snapshot> ofMaker(ImageReadyStep step, Seen seen) {
    return seen.snapshots().stream()
        .filter(one -> step.maker().equals(Ec2Tags.map(one.tags()).get(Tags.STEP)))
        .toList();
  }

  /** By size: what AWS says of each snapshot, such as {@code 43%}, weighs as much as its volume. */
  static int percent(List<Snapshot> snapshots) {
    long all = 0;
    long done = 0;
    for (Snapshot snapshot : snapshots) {
      long size = snapshot.volumeSize() == null ? 1 : Math.max(1, snapshot.volumeSize());
      String digits = words(snapshot.progress()).replaceAll("[^0-9]", "");
      all += size;
      done += size * (digits.isEmpty() ? 0 : Math.min(100, Integer.parseInt(digits)));
    }
    return all == 0 ? 0 : (int) (done / all);
  }

  private static String reason(Image image) {
    return image.stateReason() == null
        ? "AWS gives no reason"
        : words(image.stateReason().message());
  }

  private static String words(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "AWS gives no reason" : text;
  }

  private static Outcome refused(ErrorClass errorClass, String code, String message) {
    return new Outcome.Refused(Failure.of(errorClass, code, message));
  }
}
