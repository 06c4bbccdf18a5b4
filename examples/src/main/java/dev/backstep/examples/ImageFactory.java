package dev.backstep.examples;

import dev.backstep.AmiEncryptor;
import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.ImageFilter;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Strategy;
import dev.backstep.aws.AwsAccess;
import dev.backstep.testing.FakeInstance;
import dev.backstep.testing.SampleImage;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.World;
import java.util.Optional;

/**
 * A simulated account in us-east-1 with a VPC, CentOS 7 of AWS Marketplace, an image of its own,
 * and instances to log in to, which carry nothing out and answer as CentOS 7 did.
 */
final class ImageFactory implements AutoCloseable {

  private static final String REGION = "us-east-1";
  private static final String CENTOS_7 = "aw0evgkw8e5c1q413zgy5pjce";

  private final SimulatedAws aws = SimulatedAws.empty();
  private final FakeInstance instance = FakeInstance.behind(aws).letsIn("centos");
  private final String vpc;
  private final String subnet;

  ImageFactory() {
    World world = aws.world(REGION);
    vpc = world.addVpc("build", "10.40.0.0/16");
    world.addInternetGateway(vpc);
    subnet = world.addSubnet(vpc, "build", "10.40.1.0/24", REGION + "a");
    world.imaging().add(SampleImage.centOs7());
    world.imaging().subscribe(CENTOS_7);
    world.imaging().add(SampleImage.named("golden 20261101"));
    world.kms().add("alias/golden");
    instance
        .onScript("shred")
        .prints(
            "** Shreding sensitive data ...",
            "shred: /root/.*history: failed to open for writing: No such file or directory",
            "shred: /home/centos/.*history: failed to open for writing: No such file or directory");
  }

  /** What to make: a copy of the account's own image, or else CentOS 7, without its secrets. */
  AmiEncryptor encryptor(Optional<Strategy> strategy) {
    AmiEncryptor encryptor = strategy.equals(Optional.of(Strategy.COPY)) ? golden() : centOs();
    strategy.ifPresent(encryptor::strategy);
    return encryptor.aws(access()).kmsKey("alias/golden");
  }

  private AwsAccess access() {
    return aws.access().region(REGION);
  }

  private static AmiEncryptor golden() {
    return AmiEncryptor.from(ImageFilter.ownedBy("self").name("golden *").mostRecent())
        .named("golden (encrypted) 20261121")
        .tag("Name", "golden");
  }

  private AmiEncryptor centOs() {
    String name = "CentOS Linux 7 x86_64 HVM EBS (encrypted) 20261121";
    return AmiEncryptor.from(
            ImageFilter.ownedBy("aws-marketplace")
                .productCode(CENTOS_7)
                .virtualizationType("hvm")
                .mostRecent())
        .named(name)
        .describedAs(name)
        .instanceType("t2.nano")
        .vpc(vpc)
        .subnet(subnet)
        .publicIp(true)
        .ssh("centos")
        .sshPort(instance.port())
        .allowSshFrom("203.0.113.7/32")
        .provision(
            Shell.inline(
                    "echo '** Shreding sensitive data ...'",
                    "shred -u /etc/ssh/*_key /etc/ssh/*",
                    "shred -u /root/.*history /home/centos/.*history",
                    "shred -u /root/.ssh/authorized_keys /home/centos/.ssh/authorized_keys",
                    "sync; sleep 1; sync")
                .shebang("/bin/sh -e -x")
                .executeWith("sudo -S sh '{{.Path}}'")
                .continueOnError())
        .blockDevice(
            BlockDevice.named("/dev/sda1").type("gp2").sizeGiB(8).deleteOnTermination(true))
        .tag("Name", "CentOS 7")
        .tag("OS", "CentOS")
        .tag("OSVER", "7");
  }

  @Override
  public void close() {
    instance.close();
    aws.close();
  }
}
