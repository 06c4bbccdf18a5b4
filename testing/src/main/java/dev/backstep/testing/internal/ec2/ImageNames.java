package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the names of images must be like. */
final class ImageNames {

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9()\\[\\] ./\\-'@_]{3,128}");

  private ImageNames() {}

  static String checked(@Nullable String name) {
    String given = Missing.required(name, "name");
    if (!ALLOWED.matcher(given).matches()) {
      throw AwsError.of(
          "InvalidAMIName.Malformed",
          "AMI names must be between 3 and 128 characters long, and may contain letters, numbers,"
              + " '(', ')', '[', ']', ' ', '.', '/', '-', ''', '@', '_'");
    }
    return given;
  }

  /** Refuses a name that an image of the account has, in whatever state. */
  static void requireFree(Ec2State ec2, String name) {
    ec2.images.all().stream()
        .filter(it -> it.ownerId().equals(Account.ID) && it.name().equals(name))
        .findFirst()
        .ifPresent(
            it -> {
              throw AwsError.of(
                  "InvalidAMIName.Duplicate",
                  "AMI name %s is already in use by AMI %s",
                  name,
                  it.imageId());
            });
  }
}
