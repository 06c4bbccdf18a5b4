package dev.backstep.testing;

import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Volume;

/** An account with one subnet in which images are made, and what most tests of them do. */
final class Bakery {

  static final String CODE = "aw0evgkw8e5c1q413zgy5pjce";

  final ManualTime time = ManualTime.stopped();
  final SimulatedAws aws = SimulatedAws.empty(time);
  final World world = aws.world();
  final Clients clients = Clients.of(aws);
  final String subnet;

  Bakery() {
    String vpc = world.addVpc("build", "10.30.0.0/16");
    subnet = world.addSubnet(vpc, "build", "10.30.1.0/24", "us-west-2a");
  }

  void pass(long seconds) {
    try {
      time.advance(Duration.ofSeconds(seconds));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  RunInstancesRequest.Builder launchRequest(String imageId) {
    return RunInstancesRequest.builder()
        .imageId(imageId)
        .instanceType("t2.nano")
        .minCount(1)
        .maxCount(1)
        .subnetId(subnet);
  }

  Instance launch(String imageId, Consumer<RunInstancesRequest.Builder> change) {
    RunInstancesRequest.Builder request = launchRequest(imageId);
    change.accept(request);
    return clients.ec2.runInstances(request.build()).instances().get(0);
  }

  Instance running(String imageId, Consumer<RunInstancesRequest.Builder> change) {
    String id = launch(imageId, change).instanceId();
    pass(20);
    return instance(id);
  }

  Instance running(String imageId) {
    return running(imageId, request -> {});
  }

  Instance instance(String id) {
    return clients
        .ec2
        .describeInstances(r -> r.instanceIds(id))
        .reservations()
        .get(0)
        .instances()
        .get(0);
  }

  /** Makes an image of an instance and says its id. */
  String image(String instanceId, String name) {
    return clients.ec2.createImage(r -> r.instanceId(instanceId).name(name)).imageId();
  }

  CopyImageRequest.Builder copyRequest(String imageId, String name) {
    return CopyImageRequest.builder()
        .sourceImageId(imageId)
        .sourceRegion(aws.region())
        .name(name)
        .encrypted(true);
  }

  String copy(String imageId, Consumer<CopyImageRequest.Builder> change) {
    CopyImageRequest.Builder request = copyRequest(imageId, "copy");
    change.accept(request);
    return clients.ec2.copyImage(request.build()).imageId();
  }

  Image image(String id) {
    return clients.ec2.describeImages(r -> r.imageIds(id)).images().get(0);
  }

  Snapshot snapshot(String id) {
    return clients.ec2.describeSnapshots(r -> r.snapshotIds(id)).snapshots().get(0);
  }

  /** The only snapshot of the account. */
  Snapshot onlySnapshot() {
    return clients.ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots().get(0);
  }

  Volume volume(String id) {
    return clients.ec2.describeVolumes(r -> r.volumeIds(id)).volumes().get(0);
  }

  Volume rootVolume(Instance instance) {
    return volume(instance.blockDeviceMappings().get(0).ebs().volumeId());
  }

  static BlockDeviceMapping device(String name, Consumer<EbsBlockDevice.Builder> ebs) {
    return BlockDeviceMapping.builder().deviceName(name).ebs(ebs).build();
  }
}
