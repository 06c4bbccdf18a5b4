package dev.backstep.internal.ami;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.Strategy;
import dev.backstep.internal.ec2.ImageCopyStep;
import dev.backstep.internal.ec2.ImageReadyStep;
import dev.backstep.internal.ec2.ImageStep;
import dev.backstep.internal.ec2.Images;
import dev.backstep.internal.engine.DiscardStep;
import dev.backstep.internal.engine.KeepStep;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.internal.ssh.Provision;
import dev.backstep.plan.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lays out the steps of a strategy: what is made, waited for, and discarded once it has served. */
final class EncryptionLayout {

  static final String IMAGE = "image";
  static final String READY = "image/ready";
  static final String INTERMEDIATE = "intermediate";
  static final Duration LOOK_AT_IMAGES = Duration.ofSeconds(10);

  private final Layout layout;
  private final Nodes nodes = new Nodes();

  /** What all of a plan's steps are laid out from. */
  record Layout(
      EncryptionSpec spec,
      Source source,
      Surroundings around,
      List<Provision> provisions,
      List<String> clients,
      String runId) {

    /** What sets the names of temporary things apart. */
    String suffix() {
      return runId.substring(0, 12);
    }
  }

  private EncryptionLayout(Layout layout) {
    this.layout = layout;
  }

  static List<StepNode> steps(Layout layout, Chosen chosen) {
    EncryptionLayout laid = new EncryptionLayout(layout);
    if (chosen.strategy().isEmpty()) {
      laid.keep();
    } else {
      switch (chosen.strategy().get()) {
        case COPY -> laid.copy();
        case LAUNCH_ENCRYPTED -> laid.launchEncrypted();
        case COPY_AFTER_CREATE -> laid.copyAfterCreate();
      }
    }
    return laid.nodes.all();
  }

  private EncryptionSpec spec() {
    return layout.spec();
  }

  private void keep() {
    nodes.add(
        IMAGE,
        Action.UNCHANGED,
        new KeepStep(layout.source().id()),
        new Undo.Nothing(),
        List.of(),
        "image %s, which is as it should be".formatted(layout.source()),
        List.of(),
        "none");
  }

  private void copy() {
    copyOf(
        Ref.id(layout.source().id()),
        layout.source().toString(),
        List.of(),
        "ask for Strategy.LAUNCH_ENCRYPTED, which launches an instance instead");
    ready(READY, IMAGE, expected());
  }

  private void launchEncrypted() {
    BuildLayout build = new BuildLayout(layout, nodes, Strategy.LAUNCH_ENCRYPTED);
    build.layOut();
    create(IMAGE, spec().name().orElseThrow(), true);
    ready(READY, IMAGE, expected());
    build.discard(READY);
  }

  private void copyAfterCreate() {
    BuildLayout build = new BuildLayout(layout, nodes, Strategy.COPY_AFTER_CREATE);
    build.layOut();
    String name = "backstep-intermediate-" + layout.suffix();
    create(INTERMEDIATE, name, false);
    ready(INTERMEDIATE + "/ready", INTERMEDIATE, null);
    copyOf(
        Ref.to(INTERMEDIATE),
        "the intermediate image",
        List.of(INTERMEDIATE, INTERMEDIATE + "/ready"),
        "ask for Strategy.LAUNCH_ENCRYPTED, which copies nothing");
    ready(READY, IMAGE, expected());
    build.discard(INTERMEDIATE + "/ready");
    nodes.add(
        "discard/" + INTERMEDIATE,
        Action.DELETE,
        new DiscardStep(Images.KIND, name, INTERMEDIATE, Ref.to(INTERMEDIATE)),
        new Undo.Nothing(),
        List.of(READY, INTERMEDIATE),
        "intermediate image \"%s\" and its snapshots".formatted(name),
        List.of(),
        "ec2:DeregisterImage");
  }

  /** The devices that stay after instances of the image: as asked, else as in the source. */
  private List<String> staying() {
    List<String> given = spec().blockDevices().stream().map(BlockDevice::name).toList();
    return Stream.concat(
            spec().blockDevices().stream()
                .filter(device -> !device.endsWithInstance())
                .map(BlockDevice::name),
            layout.source().volumes().stream()
                .filter(volume -> !volume.endsWithInstance() && !given.contains(volume.device()))
                .map(Source.Volume::device))
        .toList();
  }

  /** An image of the stopped instance. */
  private void create(String id, String name, boolean isFinal) {
    List<String> details = new ArrayList<>();
    List<String> staying = staying();
    if (isFinal) {
      details.addAll(describedDetails());
    } else {
      details.add("not encrypted unless the source is; goes as soon as it is copied");
    }
    nodes.add(
        id,
        Action.CREATE,
        new ImageStep(
            Ref.to(BuildLayout.INSTANCE),
            name,
            isFinal ? spec().description() : "",
            staying,
            isFinal ? spec().tags() : spec().buildTags(),
            isFinal ? spec().allSnapshotTags() : spec().buildTags()),
        new Undo.DeleteMade(Images.KIND, name, id),
        List.of(BuildLayout.INSTANCE, BuildLayout.STOPPED),
        "image \"%s\" of the stopped instance".formatted(name),
        details,
        "ec2:CreateImage");
  }

  private void copyOf(Ref source, String what, List<String> after, String instead) {
    String name = spec().name().orElseThrow();
    List<String> details = new ArrayList<>(List.of("key: " + layout.around().key()));
    details.addAll(describedDetails());
    nodes.add(
        IMAGE,
        Action.CREATE,
        new ImageCopyStep(
            source,
            name,
            spec().description(),
            layout.around().key(),
            spec().tags(),
            spec().allSnapshotTags(),
            instead),
        new Undo.DeleteMade(Images.KIND, name, IMAGE),
        after,
        "image \"%s\", an encrypted copy of %s".formatted(name, what),
        details,
        "ec2:CopyImage");
  }

  private List<String> describedDetails() {
    List<String> details = new ArrayList<>();
    if (!spec().description().isEmpty()) {
      details.add("description: " + spec().description());
    }
    spec().tags().forEach((key, value) -> details.add("tag: %s=%s".formatted(key, value)));
    spec()
        .snapshotTags()
        .forEach((key, value) -> details.add("tag of snapshots: %s=%s".formatted(key, value)));
    return details;
  }

  private ImageReadyStep.Expected expected() {
    long more =
        spec().blockDevices().stream()
            .filter(
                device ->
                    layout.source().volumes().stream()
                        .noneMatch(volume -> volume.device().equals(device.name())))
            .count();
    return new ImageReadyStep.Expected(
        layout.around().key(),
        layout.source().volumes().size() + (int) more,
        layout.source().productCodes());
  }

  private void ready(
      String id, String image, ImageReadyStep.@org.jspecify.annotations.Nullable Expected how) {
    nodes.add(
        id,
        Action.CHECK,
        new ImageReadyStep(Ref.to(image), image, how, spec().imageWithin(), LOOK_AT_IMAGES),
        new Undo.Nothing(),
        List.of(image),
        how == null
            ? "wait until the intermediate image is available"
            : "wait until the image is available, and check that all of it is encrypted under the key",
        List.of(),
        "ec2:DescribeImages, ec2:DescribeSnapshots");
  }
}
