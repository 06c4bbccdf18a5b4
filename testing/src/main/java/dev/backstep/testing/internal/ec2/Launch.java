package dev.backstep.testing.internal.ec2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** A launch that has been checked. */
record Launch(
    RunInstancesRequest request,
    String instanceType,
    Image image,
    Subnet subnet,
    List<String> groups,
    Boot boot,
    List<PlannedVolume> volumes,
    @Nullable IamInstanceProfile profile) {

  /** The tags that it gives to what it makes of the type. */
  Map<String, String> tags(String resourceType) {
    return Tagging.of(request.tagSpecifications(), resourceType, InstanceLaunch.TAGGED);
  }
}
