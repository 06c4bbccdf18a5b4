package dev.backstep.testing;

import static dev.backstep.testing.Bakery.device;
import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Volume;

class SimulatedLaunchTest {

  private final Bakery bakery = new Bakery();
  private final SimulatedAws aws = bakery.aws;
  private final World world = bakery.world;
  private final Clients clients = bakery.clients;
  private final String own =
      world.imaging().add(SampleImage.named("own").volume("/dev/sdb", 20, "gp3", false));

  @Test
  void runInstances_whenTheImageIsNotThere_isRefused() {
    refused(400, "InvalidAMIID.NotFound", () -> bakery.launch("ami-0", r -> {}));
    refused(400, "InvalidAMIID.Malformed", () -> bakery.launch("centos", r -> {}));
  }

  @Test
  void runInstances_whenTheImageIsPending_isRefused() {
    String image = world.imaging().add(SampleImage.named("slow").inState("pending"));

    refused(400, "InvalidAMIID.Unavailable", () -> bakery.launch(image, r -> {}));
  }

  @Test
  void runInstances_whenOfMarketplace_needsASubscription() {
    String image = world.imaging().add(SampleImage.centOs7());

    assertThat(refused(401, "OptInRequired", () -> bakery.launch(image, r -> {})))
        .hasMessageContaining("accept terms and subscribe");
    world.imaging().subscribe(Bakery.CODE);
    assertThat(bakery.launch(image, r -> {}).productCodes())
        .extracting(code -> code.productCodeId())
        .containsExactly(Bakery.CODE);
  }

  @Test
  void runInstances_whenTheArchitectureIsAnother_isRefused() {
    String arm = world.imaging().add(SampleImage.named("arm").architecture("arm64"));

    refused(400, "InvalidParameterValue", () -> bakery.launch(arm, r -> {}));
    refused(
        400, "InvalidParameterValue", () -> bakery.launch(own, r -> r.instanceType("t4g.nano")));
    bakery.launch(arm, r -> r.instanceType("t4g.nano"));
  }

  @Test
  void runInstances_whenTheZoneIsFull_isRefusedUntilItIsNot() {
    world.fillZone("us-west-2a");
    refused(500, "InsufficientInstanceCapacity", () -> bakery.launch(own, r -> {}));
    world.emptyZone("us-west-2a");
    bakery.launch(own, r -> {});
  }

  @Test
  void runInstances_whenNamesAreNotThere_isRefused() {
    refused(400, "InvalidKeyPair.NotFound", () -> bakery.launch(own, r -> r.keyName("none")));
    refused(
        400,
        "InvalidParameterValue",
        () -> bakery.launch(own, r -> r.iamInstanceProfile(p -> p.name("none"))));
    world.launches().addInstanceProfile("build");
    assertThat(
            bakery
                .launch(own, r -> r.iamInstanceProfile(p -> p.name("build")))
                .iamInstanceProfile()
                .arn())
        .isEqualTo("arn:aws:iam::123456789012:instance-profile/build");
  }

  @Test
  void runInstances_whenGivenKeyAndUserData_theInstanceHasThem() {
    clients.ec2.importKeyPair(
        r -> r.keyName("build").publicKeyMaterial(Keys.material(Keys.ED25519)));
    String data = base64("#cloud-config\n");

    Instance made = bakery.launch(own, r -> r.keyName("build").userData(data));
    clients.ec2.deleteKeyPair(r -> r.keyName("build"));

    assertThat(made.keyName()).isEqualTo("build");
    assertThat(world.launches().publicKey(made.instanceId())).contains(Keys.ED25519);
    assertThat(world.launches().userData(made.instanceId())).contains("#cloud-config\n");
    assertThat(
            clients
                .ec2
                .describeInstanceAttribute(
                    r -> r.instanceId(made.instanceId()).attribute("userData"))
                .userData()
                .value())
        .isEqualTo(data);
    refused(400, "InvalidParameterValue", () -> bakery.launch(own, r -> r.userData("%%%=%")));
    refused(
        400,
        "InvalidParameterValue",
        () -> bakery.launch(own, r -> r.userData(base64("x".repeat(16 * 1024 + 1)))));
  }

  @Test
  void runInstances_whenTheMetadataServiceIsSet_showsIt() {
    String second = world.imaging().add(SampleImage.named("v2").requiresImdsV2());

    assertThat(bakery.launch(own, r -> {}).metadataOptions().httpTokensAsString())
        .isEqualTo("optional");
    assertThat(
            bakery
                .launch(own, r -> r.metadataOptions(m -> m.httpTokens("required")))
                .metadataOptions()
                .httpTokensAsString())
        .isEqualTo("required");
    assertThat(bakery.launch(second, r -> {}).metadataOptions().httpTokensAsString())
        .isEqualTo("required");
  }

  @Test
  void publicAddress_whenAskedFor_isThereWhileItRuns() {
    String id = bakery.launch(own, this::withPublicAddress).instanceId();
    assertThat(bakery.instance(id).publicIpAddress()).isNull();

    bakery.pass(20);
    assertThat(bakery.instance(id).publicIpAddress()).isEqualTo("203.0.113.1");
    assertThat(bakery.instance(id).publicDnsName())
        .isEqualTo("ec2-203-0-113-1.us-west-2.compute.amazonaws.com");
    assertThat(bakery.instance(id).networkInterfaces().get(0).association().publicIp())
        .isEqualTo("203.0.113.1");
    world.launches().setPublicAddress(id, "127.0.0.1");
    assertThat(bakery.instance(id).publicIpAddress()).isEqualTo("127.0.0.1");
    clients.ec2.stopInstances(r -> r.instanceIds(id));
    bakery.pass(20);
    assertThat(bakery.instance(id).publicIpAddress()).isNull();
  }

  @Test
  void publicAddress_whenSetForAll_isThatOne() {
    aws.publicAddress("127.0.0.1");

    String with = bakery.running(own, this::withPublicAddress).publicIpAddress();
    String without = bakery.running(own).publicIpAddress();

    assertThat(with).isEqualTo("127.0.0.1");
    assertThat(without).isNull();
  }

  @Test
  void runInstances_whenNoSubnetIsNamed_isInTheDefaultVpc() {
    refused(400, "MissingInput", () -> bakery.launch(own, r -> r.subnetId(null)));
    String vpc = world.addDefaultVpc();

    Instance made = bakery.running(own, r -> r.subnetId(null));

    assertThat(made.vpcId()).isEqualTo(vpc);
    assertThat(made.publicIpAddress()).isNotNull();
    assertThat(
            clients
                .ec2
                .describeVpcs(r -> r.filters(Clients.filter("is-default", "true")))
                .vpcs()
                .get(0)
                .vpcId())
        .isEqualTo(vpc);
  }

  @Test
  void describeRouteTables_whenASubnetIsIsolated_itsOwnLeadsNowhere() {
    String vpc = world.addDefaultVpc();
    String isolated = world.addSubnet(vpc, "private", "172.31.64.0/24", "us-west-2a");
    world.isolateSubnet(isolated);

    assertThat(routes("association.main", "true", vpc)).containsExactly("local", igw(vpc));
    assertThat(routes("association.subnet-id", isolated, vpc)).containsExactly("local");
    assertThat(routes("association.main", "true", world.vpcs().get(0))).containsExactly("local");
  }

  private List<String> routes(String filter, String value, String vpc) {
    return clients
        .ec2
        .describeRouteTables(
            r -> r.filters(Clients.filter(filter, value), Clients.filter("vpc-id", vpc)))
        .routeTables()
        .get(0)
        .routes()
        .stream()
        .map(Route::gatewayId)
        .toList();
  }

  private static String igw(String vpc) {
    return vpc.replace("vpc-", "igw-");
  }

  @Test
  void volumes_whenNothingIsSaid_areThoseOfTheImage() {
    Instance made =
        bakery.running(own, r -> r.tagSpecifications(Clients.tags("volume", "run", "1")));

    assertThat(made.rootDeviceName()).isEqualTo("/dev/xvda");
    assertThat(made.blockDeviceMappings())
        .extracting(it -> it.deviceName() + " " + it.ebs().deleteOnTermination())
        .containsExactly("/dev/sdb false", "/dev/xvda true");
    Volume second = bakery.rootVolume(made);
    assertThat(second.size()).isEqualTo(20);
    assertThat(second.volumeTypeAsString()).isEqualTo("gp3");
    assertThat(second.encrypted()).isFalse();
    assertThat(second.stateAsString()).isEqualTo("in-use");
    assertThat(second.tags()).hasSize(1);
  }

  @Test
  void volumes_whenSaidSo_areChangedAddedAndLeftOut() {
    String key = world.kms().add("alias/golden");

    Instance made =
        bakery.running(
            own,
            r ->
                r.blockDeviceMappings(
                    device(
                        "/dev/xvda",
                        e ->
                            e.volumeSize(10)
                                .volumeType("gp3")
                                .encrypted(true)
                                .kmsKeyId("alias/golden")),
                    device("/dev/sdc", e -> e.volumeSize(1)),
                    device("/dev/sdb", e -> {}).toBuilder().ebs(e -> {}).noDevice("").build()));

    assertThat(made.blockDeviceMappings())
        .extracting(it -> it.deviceName())
        .containsExactly("/dev/sdc", "/dev/xvda");
    Volume root = bakery.volume(made.blockDeviceMappings().get(1).ebs().volumeId());
    assertThat(root.size()).isEqualTo(10);
    assertThat(root.volumeTypeAsString()).isEqualTo("gp3");
    assertThat(root.encrypted()).isTrue();
    assertThat(root.kmsKeyId()).isEqualTo(key);
    assertThat(root.snapshotId()).startsWith("snap-");
    assertThat(root.attachments().get(0).deleteOnTermination()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "size 4, InvalidBlockDeviceMapping",
    "key without encrypted, InvalidParameterDependency",
    "new without size, MissingParameter",
    "other snapshot, InvalidBlockDeviceMapping"
  })
  void volumes_whenTheyCannotBe_areRefused(String what, String code) {
    refused(
        400,
        code,
        () ->
            bakery.launch(
                own,
                r ->
                    r.blockDeviceMappings(
                        switch (what) {
                          case "size 4" -> device("/dev/xvda", e -> e.volumeSize(4));
                          case "key without encrypted" ->
                              device("/dev/xvda", e -> e.kmsKeyId("alias/aws/ebs"));
                          case "new without size" -> device("/dev/sdz", e -> e.volumeType("gp3"));
                          default -> device("/dev/xvda", e -> e.snapshotId("snap-0"));
                        })));
  }

  @Test
  void volumes_whenTheRegionEncryptsByDefault_areEncrypted() {
    world.kms().encryptByDefault(true);

    Volume root = bakery.rootVolume(bakery.running(world.publicImage()));

    assertThat(root.encrypted()).isTrue();
    assertThat(root.kmsKeyId()).isEqualTo(world.kms().arn("alias/aws/ebs"));
  }

  @Test
  void launch_whenTheKeyIsDisabled_endsAfterItsAnswer() {
    world.kms().add("alias/golden");
    world.kms().disable("alias/golden");

    String id =
        bakery
            .launch(
                own,
                r ->
                    r.blockDeviceMappings(
                        device("/dev/xvda", e -> e.encrypted(true).kmsKeyId("alias/golden"))))
            .instanceId();
    assertThat(state(id)).isEqualTo("pending");
    bakery.pass(20);

    assertThat(state(id)).isEqualTo("terminated");
    assertThat(bakery.instance(id).stateReason().code()).isEqualTo("Client.InternalError");
    assertThat(bakery.instance(id).stateReason().message()).contains("Client error on launch");
  }

  @Test
  void launch_whenItIsToFail_endsWithThatReason() {
    world
        .launches()
        .failNext("Server.InternalError", "Server.InternalError: Internal error on launch");

    Instance first = bakery.running(own);

    assertThat(first.state().name()).isEqualTo(InstanceStateName.TERMINATED);
    assertThat(first.stateReason().code()).isEqualTo("Server.InternalError");
    assertThat(bakery.running(own).state().name()).isEqualTo(InstanceStateName.RUNNING);
  }

  @Test
  void start_whenTheKeyHasBeenDisabled_stopsAgain() {
    world.kms().add("alias/golden");
    String id =
        bakery
            .running(
                own,
                r ->
                    r.blockDeviceMappings(
                        device("/dev/xvda", e -> e.encrypted(true).kmsKeyId("alias/golden"))))
            .instanceId();
    clients.ec2.stopInstances(r -> r.instanceIds(id));
    bakery.pass(20);
    assertThat(bakery.instance(id).stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
    world.kms().disable("alias/golden");

    clients.ec2.startInstances(r -> r.instanceIds(id));
    bakery.pass(20);

    assertThat(state(id)).isEqualTo("stopped");
    assertThat(bakery.instance(id).stateReason().code()).isEqualTo("Client.InternalError");
  }

  @Test
  void times_whenSet_areThoseOfEachTransition() {
    aws.launchTime(Duration.ofSeconds(25));
    aws.stopTime(Duration.ofSeconds(30));
    aws.terminateTime(Duration.ofSeconds(40));
    String id = bakery.launch(own, r -> {}).instanceId();

    bakery.pass(24);
    assertThat(state(id)).isEqualTo("pending");
    bakery.pass(1);
    assertThat(state(id)).isEqualTo("running");
    clients.ec2.stopInstances(r -> r.instanceIds(id));
    bakery.pass(29);
    assertThat(state(id)).isEqualTo("stopping");
    bakery.pass(1);
    assertThat(state(id)).isEqualTo("stopped");
    clients.ec2.terminateInstances(r -> r.instanceIds(id));
    bakery.pass(39);
    assertThat(state(id)).isEqualTo("shutting-down");
    bakery.pass(1);
    assertThat(state(id)).isEqualTo("terminated");
  }

  @Test
  void terminate_whenAVolumeIsToStay_itStaysAndCanBeDeleted() throws Exception {
    WorldSnapshot before = aws.snapshot();
    Instance made = bakery.running(own);
    String kept = made.blockDeviceMappings().get(0).ebs().volumeId();
    String ended = made.blockDeviceMappings().get(1).ebs().volumeId();
    refused(400, "VolumeInUse", () -> clients.ec2.deleteVolume(r -> r.volumeId(kept)));

    clients.ec2.terminateInstances(r -> r.instanceIds(made.instanceId()));
    aws.settle();

    assertThat(world.volumes()).containsExactly(kept);
    assertThat(bakery.volume(kept).stateAsString()).isEqualTo("available");
    refused(400, "InvalidVolume.NotFound", () -> bakery.volume(ended));
    clients.ec2.deleteVolume(r -> r.volumeId(kept));
    assertThat(before.diff(aws.snapshot())).isEmpty();
    refused(400, "InvalidVolume.NotFound", () -> clients.ec2.deleteVolume(r -> r.volumeId(kept)));
  }

  @Test
  void console_whenSomethingIsWritten_isRead() {
    String id = bakery.launch(own, r -> {}).instanceId();
    assertThat(clients.ec2.getConsoleOutput(r -> r.instanceId(id)).output()).isNull();

    world.launches().setConsoleOutput(id, "Welcome to CentOS\n");

    assertThat(
            new String(
                Base64.getDecoder()
                    .decode(clients.ec2.getConsoleOutput(r -> r.instanceId(id)).output()),
                StandardCharsets.UTF_8))
        .isEqualTo("Welcome to CentOS\n");
    refused(
        400,
        "InvalidInstanceID.NotFound",
        () -> clients.ec2.getConsoleOutput(r -> r.instanceId("i-0")));
  }

  private void withPublicAddress(RunInstancesRequest.Builder request) {
    request
        .subnetId(null)
        .networkInterfaces(
            InstanceNetworkInterfaceSpecification.builder()
                .deviceIndex(0)
                .subnetId(bakery.subnet)
                .associatePublicIpAddress(true)
                .build());
  }

  private String state(String id) {
    return bakery.instance(id).state().nameAsString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
