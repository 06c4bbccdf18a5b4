package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.ProductCode;

/** What a launch asks of the things that it names. */
final class LaunchChecks {

  private static final int MOST_USER_DATA = 16 * 1024;

  /** Families with a g among their letters, such as t4g and m6gd, are Arm's. */
  private static final Pattern ARM = Pattern.compile("(a1|[a-z]+\\d+[a-z]*g[a-z]*)\\..*");

  private LaunchChecks() {}

  static Image image(Context context, String imageId, String instanceType) {
    Ec2State ec2 = Ec2State.of(context.region());
    Image image = Images.available(ec2, imageId);
    for (ProductCode code : image.productCodes()) {
      if ("marketplace".equals(code.productCodeTypeAsString())
          && !ec2.subscriptions.contains(code.productCodeId())) {
        throw AwsError.of(
            "OptInRequired",
            "In order to use this AWS Marketplace product you need to accept terms and subscribe."
                + " To do so please visit https://aws.amazon.com/marketplace/pp?sku=%s",
            code.productCodeId());
      }
    }
    String offered = ARM.matcher(instanceType).matches() ? "arm64" : "x86_64";
    if (image.architecture() != null && !offered.equals(image.architectureAsString())) {
      throw AwsError.of(
          "InvalidParameterValue",
          "The architecture '%s' of the specified instance type does not match the architecture"
              + " '%s' of the specified AMI. Specify an instance type and an AMI that have matching"
              + " architectures, and try again.",
          offered,
          image.architectureAsString());
    }
    return image;
  }

  static void room(Context context, String zone, String instanceType) {
    if (Ec2State.of(context.region()).fullZones.contains(zone)) {
      throw AwsError.of(
          "InsufficientInstanceCapacity",
          "We currently do not have sufficient %s capacity in the Availability Zone you requested"
              + " (%s). Our system will be working on provisioning additional capacity.",
          instanceType,
          zone);
    }
  }

  static Optional<KeyPairInfo> key(Ec2State ec2, @Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    KeyPairInfo key = KeyPairs.named(ec2, name).orElseThrow(() -> Missing.keyPair(name));
    return Optional.of(ec2.keyPairs.use(key.keyPairId(), () -> Missing.keyPair(name)));
  }

  static Optional<String> userData(@Nullable String base64) {
    if (base64 == null || base64.isEmpty()) {
      return Optional.empty();
    }
    byte[] data;
    try {
      data = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw AwsError.of("InvalidParameterValue", "Invalid BASE64 encoding of user data.");
    }
    if (data.length > MOST_USER_DATA) {
      throw AwsError.of(
          "InvalidParameterValue", "User data is limited to %d bytes", MOST_USER_DATA);
    }
    return Optional.of(base64);
  }

  static @Nullable IamInstanceProfile profile(
      Ec2State ec2, @Nullable IamInstanceProfileSpecification asked) {
    if (asked == null) {
      return null;
    }
    boolean byName = asked.arn() == null;
    String name =
        byName ? Missing.required(asked.name(), "name") : asked.arn().replaceAll(".*/", "");
    if (!ec2.instanceProfiles.contains(name)) {
      throw AwsError.of(
          "InvalidParameterValue",
          "Value (%s) for parameter iamInstanceProfile.%s is invalid. Invalid IAM Instance Profile"
              + " %s",
          byName ? name : asked.arn(),
          byName ? "name" : "arn",
          byName ? "name" : "ARN");
    }
    return IamInstanceProfile.builder()
        .arn(
            "arn:%s:iam::%s:instance-profile/%s"
                .formatted(ec2.region().partition(), Account.ID, name))
        .id("AIPA0SIMULATED0" + Integer.toHexString(name.hashCode()).toUpperCase(Locale.ROOT))
        .build();
  }

  static InstanceMetadataOptionsResponse metadata(
      Image image, @Nullable InstanceMetadataOptionsRequest asked) {
    boolean second = "v2.0".equals(image.imdsSupportAsString());
    InstanceMetadataOptionsRequest options =
        asked == null ? InstanceMetadataOptionsRequest.builder().build() : asked;
    return InstanceMetadataOptionsResponse.builder()
        .state("applied")
        .httpTokens(or(options.httpTokensAsString(), second ? "required" : "optional"))
        .httpPutResponseHopLimit(
            options.httpPutResponseHopLimit() == null
                ? Integer.valueOf(second ? 2 : 1)
                : options.httpPutResponseHopLimit())
        .httpEndpoint(or(options.httpEndpointAsString(), "enabled"))
        .httpProtocolIpv6(or(options.httpProtocolIpv6AsString(), "disabled"))
        .instanceMetadataTags(or(options.instanceMetadataTagsAsString(), "disabled"))
        .build();
  }

  private static String or(@Nullable String first, String second) {
    return first == null ? second : first;
  }
}
