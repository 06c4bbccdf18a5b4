package dev.backstep.internal.ami;

import dev.backstep.internal.ec2.Ec2Tags;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.ssh.HostKeyUserData;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** The request that launches a build instance: the same each time it is sent for one place. */
final class LaunchRequest {

  private final InstanceStep step;
  private final Attempt run;
  private final Optional<Builds.Keys> keys;
  private final Optional<String> withHostKey;

  LaunchRequest(InstanceStep step, Attempt run, Builds builds) {
    this.step = step;
    this.run = run;
    this.keys = Optional.ofNullable(step.keyPair()).map(run::id).map(builds::keysOf);
    this.withHostKey =
        step.givesHostKey()
            ? keys.flatMap(both -> HostKeyUserData.of(both.host(), step.userData()))
                .filter(LaunchRequest::fits)
            : Optional.empty();
  }

  /** Whether EC2 takes so much; beside long data of the user's the console tells the host's key. */
  private static boolean fits(String userData) {
    return userData.getBytes(StandardCharsets.UTF_8).length <= 16_384;
  }

  /** Whether the user data gives the host its key: not beside what cloud-init cannot take apart. */
  boolean givesHostKey() {
    return withHostKey.isPresent();
  }

  RunInstancesRequest in(int place) {
    Map<String, String> tags = Ec2Tags.merged(step.tags(), run.tags());
    RunInstancesRequest.Builder request =
        RunInstancesRequest.builder()
            .imageId(step.image())
            .instanceType(step.type())
            .minCount(1)
            .maxCount(1)
            .clientToken(run.token() + (place == 0 ? "" : "-" + place))
            .networkInterfaces(card(step.subnets().get(place)))
            .blockDeviceMappings(step.devices().stream().map(LaunchRequest::mapping).toList())
            .tagSpecifications(
                Ec2Tags.at(ResourceType.INSTANCE, tags),
                Ec2Tags.at(ResourceType.VOLUME, tags),
                Ec2Tags.at(ResourceType.NETWORK_INTERFACE, tags));
    if (!step.keyName().isEmpty()) {
      request.keyName(step.keyName());
    }
    if (step.imdsV2()) {
      request.metadataOptions(options -> options.httpTokens("required").httpEndpoint("enabled"));
    }
    if (!step.profile().isEmpty()) {
      request.iamInstanceProfile(profile(step.profile()));
    }
    String data = withHostKey.orElse(step.userData());
    if (!data.isEmpty()) {
      request.userData(Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
    }
    return request.build();
  }

  private InstanceNetworkInterfaceSpecification card(String subnet) {
    List<String> groups = step.groups().stream().map(run::id).toList();
    return InstanceNetworkInterfaceSpecification.builder()
        .deviceIndex(0)
        .subnetId(subnet)
        .groups(groups)
        .associatePublicIpAddress(step.publicIp())
        .deleteOnTermination(true)
        .build();
  }

  private static BlockDeviceMapping mapping(InstanceStep.Device device) {
    EbsBlockDevice.Builder ebs = EbsBlockDevice.builder().deleteOnTermination(true);
    if (device.kmsKey() != null) {
      ebs.encrypted(true).kmsKeyId(device.kmsKey());
    }
    if (device.type() != null) {
      ebs.volumeType(device.type());
    }
    if (device.sizeGiB() != null) {
      ebs.volumeSize(device.sizeGiB());
    }
    if (device.iops() != null) {
      ebs.iops(device.iops());
    }
    if (device.throughput() != null) {
      ebs.throughput(device.throughput());
    }
    return BlockDeviceMapping.builder().deviceName(device.name()).ebs(ebs.build()).build();
  }

  private static IamInstanceProfileSpecification profile(String nameOrArn) {
    return nameOrArn.startsWith("arn:")
        ? IamInstanceProfileSpecification.builder().arn(nameOrArn).build()
        : IamInstanceProfileSpecification.builder().name(nameOrArn).build();
  }
}
