package dev.backstep;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.ImageFilter;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Strategy;
import dev.backstep.aws.AwsAccess;
import dev.backstep.journal.Journal;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.FakeInstance;
import dev.backstep.testing.ManualTime;
import dev.backstep.testing.SampleImage;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * A simulated account in which images are made: a VPC with subnets of two zones, a key, CentOS 7 of
 * AWS Marketplace with a subscription, an image of the account's own; and an instance to log in to.
 */
public final class AmiSite implements AutoCloseable {

  public static final String NAME = "CentOS Linux 7 x86_64 HVM EBS (encrypted) 20261121";
  static final String CENTOS_CODE = "aw0evgkw8e5c1q413zgy5pjce";
  static final String KEY = "alias/golden";

  /** The seed's script, whose lines may fail where a file is not there. */
  static final String[] SHRED = {
    "echo '** Shreding sensitive data ...'",
    "shred -u /etc/ssh/*_key /etc/ssh/*",
    "shred -u /root/.*history /home/centos/.*history",
    "shred -u /root/.ssh/authorized_keys /home/centos/.ssh/authorized_keys",
    "sync; sleep 1; sync"
  };

  public final SimulatedAws aws;
  public final World world;
  public final Journal journal = Journal.inMemory();
  public final String vpc;
  public final String subnet;
  final String second;
  final String keyArn;
  final String centOs;
  final String own;
  final FakeInstance instance;

  AmiSite() {
    this(SimulatedAws.empty());
  }

  AmiSite(SimulatedAws aws) {
    this.aws = aws;
    world = aws.world();
    vpc = world.addVpc("build", "10.40.0.0/16");
    world.addInternetGateway(vpc);
    subnet = world.addSubnet(vpc, "build a", "10.40.1.0/24", "us-west-2a");
    second = world.addSubnet(vpc, "build b", "10.40.2.0/24", "us-west-2b");
    keyArn = world.kms().add(KEY);
    centOs = world.imaging().add(SampleImage.centOs7());
    world.imaging().subscribe(CENTOS_CODE);
    own = world.imaging().add(SampleImage.named("own"));
    instance = FakeInstance.behind(aws).letsIn("centos");
    instance
        .onScript("shred")
        .prints(
            "** Shreding sensitive data ...",
            "shred: /root/.*history: failed to open for writing: No such file or directory",
            "shred: /home/centos/.*history: failed to open for writing: No such file or directory");
  }

  AwsAccess access() {
    return aws.access();
  }

  /** In real time, for other processes; nothing takes longer than its calls. */
  public static AmiSite live() {
    return new AmiSite(
        SimulatedAws.empty(TimeSource.system())
            .instanceTransition(Duration.ZERO)
            .imageTime(Duration.ZERO)
            .copyTime(Duration.ZERO)
            .snapshotIdDelay(Duration.ZERO));
  }

  /** Where things are: what another process has to be told. */
  public Map<String, String> places() {
    return Map.of(
        "own", own, "centOs", centOs, "subnet", subnet, "port", String.valueOf(instance.port()));
  }

  /** A copy of the account's own image. */
  AmiEncryptor copy() {
    return copy(access(), places());
  }

  /** A copy of the account's own image, as another process asks for it. */
  public static AmiEncryptor copy(AwsAccess access, Map<String, String> places) {
    return AmiEncryptor.from(places.get("own"))
        .aws(access)
        .named(NAME)
        .kmsKey(KEY)
        .tag("Name", "CentOS 7")
        .describedAs("Copy with an encrypted boot volume");
  }

  /** The seed's job, by a strategy. */
  AmiEncryptor build(Strategy strategy) {
    return build(strategy, access(), places()).vpc(vpc);
  }

  /** The seed's job, by a strategy, as another process asks for it. */
  public static AmiEncryptor build(
      Strategy strategy, AwsAccess access, Map<String, String> places) {
    return AmiEncryptor.from(
            ImageFilter.ownedBy("aws-marketplace")
                .productCode(CENTOS_CODE)
                .virtualizationType("hvm")
                .mostRecent())
        .aws(access)
        .named(NAME)
        .describedAs("Copy of the CentOS 7 AMI with an encrypted boot volume")
        .kmsKey(KEY)
        .instanceType("t2.nano")
        .subnet(places.get("subnet"))
        .ssh("centos")
        .sshPort(Integer.parseInt(places.get("port")))
        .allowSshFrom("203.0.113.7/32")
        .provision(
            Shell.inline(SHRED)
                .shebang("/bin/sh -e -x")
                .executeWith("sudo -S sh '{{.Path}}'")
                .continueOnError())
        .blockDevice(
            BlockDevice.named("/dev/sda1").type("gp2").sizeGiB(8).deleteOnTermination(true))
        .strategy(strategy)
        .tag("Name", "CentOS 7")
        .tag("OS", "CentOS")
        .tag("OSVER", "7");
  }

  /** An image with nothing done on the instance that it takes: nobody logs in. */
  AmiEncryptor bare(Strategy strategy) {
    return bare(strategy, access(), places());
  }

  /** The same as another process asks for it. */
  public static AmiEncryptor bare(Strategy strategy, AwsAccess access, Map<String, String> places) {
    return AmiEncryptor.from(places.get("centOs"))
        .aws(access)
        .named(NAME)
        .kmsKey(KEY)
        .subnet(places.get("subnet"))
        .strategy(strategy);
  }

  /** What each strategy is shown with. */
  AmiEncryptor encryptor(Strategy strategy) {
    return strategy == Strategy.COPY ? copy() : build(strategy);
  }

  RunOptions options() {
    return RunOptions.defaults().journal(journal);
  }

  Ec2Client ec2() {
    return aws.asUser().ec2();
  }

  public Image image(String id) {
    return ec2().describeImages(r -> r.imageIds(id)).images().get(0);
  }

  List<Snapshot> snapshots() {
    return ec2().describeSnapshots(r -> r.ownerIds("self")).snapshots();
  }

  /** What is there besides what was there before: kinds of things, once all has come to rest. */
  public List<String> more(List<String> before) throws InterruptedException {
    List<String> more = new ArrayList<>(things());
    before.forEach(more::remove);
    return more;
  }

  /** Kind and id of each thing that lives, once nothing is on its way any more. */
  public List<String> things() throws InterruptedException {
    if (aws.time() instanceof ManualTime) {
      aws.settle();
    }
    TreeSet<String> things = new TreeSet<>();
    TreeSet<String> ended = new TreeSet<>();
    for (String line : aws.snapshot().lines()) {
      String[] parts = line.split(" ", 4);
      String thing = parts[1] + " " + parts[2];
      if (!parts[1].equals("tag")) {
        things.add(thing);
      }
      if (parts[3].equals("State.Name=terminated")) {
        ended.add(thing);
      }
    }
    things.removeAll(ended);
    return new ArrayList<>(things);
  }

  static Map<String, String> tags(List<software.amazon.awssdk.services.ec2.model.Tag> tags) {
    Map<String, String> map = new java.util.TreeMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  @Override
  public void close() {
    instance.close();
    aws.close();
  }
}
