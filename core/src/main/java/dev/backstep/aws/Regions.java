package dev.backstep.aws;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Finds the region that is meant, and refuses one that does not exist. */
final class Regions {

  private Regions() {}

  static Region resolve(AccessSettings settings) {
    String name = settings.region().orElseGet(() -> fromEnvironment(settings.profile()));
    if (settings.endpoint().isEmpty() && !exists(name)) {
      throw new AwsAccessException(
          "region: \"%s\" (expected: an AWS region; did you mean \"%s\"?)"
              .formatted(name, nearest(name)));
    }
    return Region.of(name);
  }

  private static boolean exists(String name) {
    return names().anyMatch(name::equals);
  }

  /** Those that things are in, which {@code aws-global} and its like are not. */
  private static Stream<String> names() {
    return Region.regions().stream().filter(region -> !region.isGlobalRegion()).map(Region::id);
  }

  private static String fromEnvironment(Optional<String> profile) {
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      profile.ifPresent(
          name -> chain.profileFile(ProfileFile::defaultProfileFile).profileName(name));
      return chain.build().getRegion().id();
    } catch (SdkClientException e) {
      throw new AwsAccessException(
          "no region is set (expected: AwsAccess.inRegion(\"us-west-2\"), or AWS_REGION in the"
              + " environment, or a region in the profile%s)"
                  .formatted(profile.map(name -> " " + name).orElse("")),
          e);
    }
  }

  private static String nearest(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return names()
        .min(Comparator.comparingInt((String id) -> distance(id, lowerCase)))
        .orElseThrow();
  }

  /** The number of single-character edits between two names. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
