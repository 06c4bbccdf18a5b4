package dev.backstep.internal.ami;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.Strategy;
import dev.backstep.internal.planning.Problems;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Chooses the way with the fewest calls that AWS allows, and says why. */
final class StrategyChooser {

  private final EncryptionSpec spec;
  private final Source source;
  private final Surroundings around;
  private final String key;

  StrategyChooser(EncryptionSpec spec, Source source, Surroundings around) {
    this.spec = spec;
    this.source = source;
    this.around = around;
    this.key = around.key();
  }

  /** The way; a strategy that was asked for and cannot be is a problem. */
  Chosen choose(Problems problems) {
    if (spec.strategy().isPresent()) {
      Strategy asked = spec.strategy().get();
      checkAsked(asked, problems);
      return Chosen.of(asked, "it was asked for");
    }
    if (!spec.needsInstance() && isDone()) {
      return Chosen.nothing(
          "%s is encrypted under %s already and nothing is to be done on it, so there is nothing to make; for an image of your own name ask for Strategy.COPY"
              .formatted(source.id(), key));
    }
    if (!spec.needsInstance() && whyNoCopy().isEmpty()) {
      return Chosen.of(
          Strategy.COPY, "nothing is done on an instance, and %s".formatted(whyCopy()));
    }
    Set<String> keys = buildKeys();
    if (!keys.isEmpty()) {
      return Chosen.of(
          Strategy.COPY_AFTER_CREATE,
          "volumes are built under %s, and the image is to be under %s alone"
              .formatted(String.join(", ", keys), key));
    }
    return Chosen.of(
        Strategy.LAUNCH_ENCRYPTED,
        spec.needsInstance()
            ? "something is done on an instance, whose volumes can be encrypted from the first block"
            : whyNoCopy().orElseThrow() + ", but an instance can be launched from it");
  }

  private void checkAsked(Strategy asked, Problems problems) {
    if (asked == Strategy.COPY) {
      whyNoCopy()
          .ifPresent(
              why ->
                  problems.unless(
                      false,
                      "strategy: COPY, but %s (expected: LAUNCH_ENCRYPTED or COPY_AFTER_CREATE)",
                      why));
    }
    if (asked == Strategy.LAUNCH_ENCRYPTED) {
      problems.unless(
          buildKeys().isEmpty(),
          "strategy: LAUNCH_ENCRYPTED, but volumes are built under %s (expected: COPY_AFTER_CREATE, or %s for all)",
          buildKeys(),
          key);
    }
  }

  /** Keys that single devices are built under and that are not the image's. */
  private Set<String> buildKeys() {
    Set<String> keys = new TreeSet<>();
    for (BlockDevice device : spec.blockDevices()) {
      device
          .givenKmsKey()
          .map(given -> around.deviceKeys().getOrDefault(given, given))
          .filter(given -> !given.equals(key))
          .ifPresent(keys::add);
    }
    return keys;
  }

  private boolean isOwned() {
    return source.owner().equals(around.account());
  }

  private boolean readsSnapshots() {
    return around.snapshotKeys().keySet().containsAll(source.snapshots());
  }

  /** Owned, and every snapshot under the wanted key. */
  private boolean isDone() {
    return isOwned()
        && source.isEncrypted()
        && readsSnapshots()
        && source.snapshots().stream()
            .allMatch(snapshot -> key.equals(around.snapshotKeys().get(snapshot)));
  }

  private String whyCopy() {
    return isOwned()
        ? source.id() + " is this account's own"
        : "the snapshots of %s can be read".formatted(source.id());
  }

  /** Why AWS would not copy the source; empty if it would. */
  private Optional<String> whyNoCopy() {
    if (isOwned()) {
      return Optional.empty();
    }
    if (source.fromMarketplace()) {
      return Optional.of(
          "AWS does not copy images with a Marketplace product code (%s) of other accounts"
              .formatted(String.join(", ", source.productCodes())));
    }
    if (!readsSnapshots()) {
      return Optional.of(
          "AWS copies an image only for who may read its snapshots, and those of %s cannot be read"
              .formatted(source.id()));
    }
    return Optional.empty();
  }
}
