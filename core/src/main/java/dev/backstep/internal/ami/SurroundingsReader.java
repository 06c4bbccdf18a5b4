package dev.backstep.internal.ami;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.Strategy;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.AccountReader;
import dev.backstep.internal.aws.PlanningCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads what an image's plan depends on: what all need at once, then what the source asks for. */
final class SurroundingsReader {

  private final AwsAccess aws;
  private final PlanningCalls calls;

  SurroundingsReader(AwsAccess aws) {
    this.aws = aws;
    this.calls = new PlanningCalls(aws);
  }

  Surroundings read(EncryptionSpec spec) {
    SourceReader images = new SourceReader(aws, calls);
    KeyReader keys = new KeyReader(aws, calls);
    final CompletableFuture<String> account = new AccountReader(aws, calls).begin();
    final CompletableFuture<List<Source>> sources = images.begin(spec.source());
    final CompletableFuture<List<String>> namesakes =
        images.beginNamesakes(spec.name().orElseThrow());
    String number = calls.get(account);
    Map<String, KeyReader.Key> deviceKeys = deviceKeys(spec, keys);
    KeyReader.Key key = calls.get(keys.begin(spec.kmsKey(), "kmsKey"));
    List<Source> found = calls.get(sources);
    Optional<Source> source = SourceChooser.picked(spec.source(), found);
    Map<String, String> snapshotKeys =
        source
            .filter(it -> asksForSnapshots(spec, it, number))
            .map(it -> calls.get(images.beginKeys(it.snapshots())))
            .orElse(Map.of());
    boolean launches =
        source.map(it -> launches(spec, it, number, snapshotKeys)).orElse(spec.needsInstance());
    List<String> keyProblems = new ArrayList<>(List.of(key.problem()));
    deviceKeys.values().forEach(one -> keyProblems.add(one.problem()));
    Map<String, String> arns = new LinkedHashMap<>();
    deviceKeys.forEach((given, one) -> arns.put(given, one.arn()));
    return new Surroundings(
        number,
        found,
        calls.get(namesakes),
        key.arn(),
        keyProblems.stream().filter(problem -> !problem.isEmpty()).toList(),
        launches && calls.get(keys.beginByDefault()),
        arns,
        snapshotKeys,
        launches ? new NetworkReader(aws, calls, spec).read() : Surroundings.Network.NOT_NEEDED);
  }

  private Map<String, KeyReader.Key> deviceKeys(EncryptionSpec spec, KeyReader keys) {
    Map<String, KeyReader.Key> found = new LinkedHashMap<>();
    for (BlockDevice device : spec.blockDevices()) {
      device
          .givenKmsKey()
          .filter(given -> !found.containsKey(given))
          .ifPresent(
              given ->
                  found.put(
                      given,
                      calls.get(
                          keys.begin(
                              Optional.of(given), "blockDevice: %s".formatted(device.name())))));
    }
    return found;
  }

  /** Only where the choice depends on them. */
  private static boolean asksForSnapshots(EncryptionSpec spec, Source source, String account) {
    boolean mayCopy =
        !spec.needsInstance()
            && spec.strategy().map(asked -> asked == Strategy.COPY).orElse(true)
            && !source.snapshots().isEmpty();
    return mayCopy
        && (source.owner().equals(account)
            ? source.isEncrypted() && spec.strategy().isEmpty()
            : !source.fromMarketplace());
  }

  private static boolean launches(
      EncryptionSpec spec, Source source, String account, Map<String, String> snapshotKeys) {
    if (spec.strategy().isPresent()) {
      return spec.strategy().get() != Strategy.COPY;
    }
    boolean copied =
        source.owner().equals(account)
            || !source.fromMarketplace() && snapshotKeys.keySet().containsAll(source.snapshots());
    return spec.needsInstance() || !copied;
  }
}
