package dev.backstep.internal.ami;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.ImageFilter;
import dev.backstep.internal.planning.Problems;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which image a filter means, and whether it can be encrypted as asked. */
final class SourceChooser {

  private static final int MOST_NAMED = 10;

  private SourceChooser() {}

  /** The one image that is found, or the newest where that is asked for. */
  static Optional<Source> picked(ImageFilter filter, List<Source> found) {
    return found.size() == 1 || filter.newest() && !found.isEmpty()
        ? Optional.of(found.get(0))
        : Optional.empty();
  }

  /** The image; anything wrong with it is a problem. */
  static Optional<Source> choose(EncryptionSpec spec, Surroundings around, Problems problems) {
    ImageFilter filter = spec.source();
    List<Source> found = around.sources();
    problems.unless(
        !found.isEmpty(),
        "from: no image is found with %s (expected: exactly one, which this account may launch%s)",
        filter,
        filter.withDeprecated() ? "" : "; deprecated ones count only with includeDeprecated()");
    problems.unless(
        found.size() <= 1 || filter.newest(),
        "from: %d images are found with %s: %s (expected: exactly one, or mostRecent() for the newest)",
        found.size(),
        filter,
        listed(found));
    Optional<Source> source = picked(filter, found);
    source.ifPresent(it -> check(it, spec, problems));
    return source;
  }

  private static void check(Source source, EncryptionSpec spec, Problems problems) {
    problems.unless(
        !source.rootDeviceType().equals("instance-store") && !source.volumes().isEmpty(),
        "from: %s has a root device of type %s (expected: ebs, since only EBS volumes can be encrypted)",
        source,
        source.rootDeviceType());
    problems.unless(
        source.state().equals("available"),
        "from: %s is %s (expected: available)",
        source,
        source.state());
    problems.unless(
        spec.provisioners().isEmpty() || !source.platform().equals("windows"),
        "provision: %s is a Windows image (expected: one that SSH can log in to)",
        source);
    spec.blockDevices().forEach(device -> check(device, source, problems));
  }

  private static void check(BlockDevice device, Source source, Problems problems) {
    Optional<Source.Volume> there =
        source.volumes().stream()
            .filter(volume -> volume.device().equals(device.name()))
            .findFirst();
    problems.unless(
        there.isPresent() || device.givenSizeGiB().isPresent(),
        "blockDevice: %s has no size, and %s has no such device but %s (expected: one of these, or a size for a new volume)",
        device.name(),
        source.id(),
        source.volumes().stream().map(Source.Volume::device).toList());
    there.ifPresent(
        volume ->
            device
                .givenSizeGiB()
                .ifPresent(
                    size ->
                        problems.unless(
                            size >= volume.sizeGiB(),
                            "blockDevice: %s: sizeGiB %d (expected: at least %d, as the snapshot of %s has)",
                            device.name(),
                            size,
                            volume.sizeGiB(),
                            source.id())));
  }

  private static String listed(List<Source> found) {
    String some =
        found.stream().limit(MOST_NAMED).map(Source::toString).collect(Collectors.joining("; "));
    int more = found.size() - MOST_NAMED;
    return more > 0 ? "%s; and %d older ones".formatted(some, more) : some;
  }
}
