package dev.backstep.internal.ami;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.Strategy;
import dev.backstep.internal.ami.EncryptionLayout.Layout;
import dev.backstep.internal.ec2.IngressRuleStep;
import dev.backstep.internal.ec2.InstanceStateStep;
import dev.backstep.internal.ec2.Instances;
import dev.backstep.internal.ec2.KeyPairs;
import dev.backstep.internal.ec2.SecurityGroupStep;
import dev.backstep.internal.ec2.SecurityGroups;
import dev.backstep.internal.ec2.StopInstanceStep;
import dev.backstep.internal.engine.DiscardStep;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.internal.ssh.Algorithms;
import dev.backstep.internal.ssh.KeyType;
import dev.backstep.internal.ssh.Terminal;
import dev.backstep.plan.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lays out what a build instance takes: group, key, launch, SSH, provisioners, stop, and what of it
 * is discarded when. From the key to the order to stop, all is volatile: the private key is known
 * to one process only.
 */
final class BuildLayout {

  static final String GROUP = "security-group";
  static final String KEY_PAIR = "key-pair";
  static final String INSTANCE = "instance";
  static final String RUNNING = "instance/running";
  static final String SSH = "ssh";
  static final String STOP = "instance/stop";
  static final String STOPPED = "instance/stopped";
  private static final Duration TRANSITION = Duration.ofMinutes(20);
  private static final Duration LOOK_AT_INSTANCE = Duration.ofSeconds(5);

  private final Layout layout;
  private final EncryptionSpec spec;
  private final Nodes nodes;
  private final Strategy strategy;
  private final String name;

  BuildLayout(Layout layout, Nodes nodes, Strategy strategy) {
    this.layout = layout;
    this.spec = layout.spec();
    this.nodes = nodes;
    this.strategy = strategy;
    this.name = "backstep-build-" + layout.suffix();
  }

  /** Up to the stopped instance. */
  void layOut() {
    if (spec.securityGroups().isEmpty()) {
      group();
    }
    if (logsIn()) {
      keyPair();
    }
    instance();
    running();
    String last = logsIn() ? session() : RUNNING;
    volatileStep(
        STOP,
        Action.UPDATE,
        new StopInstanceStep(Ref.to(INSTANCE)),
        new Undo.Nothing(),
        List.of(INSTANCE, last),
        "stop the build instance",
        List.of(),
        "ec2:StopInstances");
    nodes.add(
        STOPPED,
        Action.CHECK,
        new InstanceStateStep(Ref.to(INSTANCE), "stopped", TRANSITION, LOOK_AT_INSTANCE),
        new Undo.Nothing(),
        List.of(INSTANCE, STOP),
        "wait until it has stopped",
        List.of(),
        "ec2:DescribeInstances");
  }

  /** What has served, each as soon as nothing needs it: the instance once its image is there. */
  void discard(String imageReady) {
    discard(
        INSTANCE,
        List.of(imageReady, INSTANCE),
        Instances.KIND,
        INSTANCE,
        "the build instance and its volumes",
        "ec2:TerminateInstances");
    if (logsIn()) {
      discard(
          KEY_PAIR,
          List.of(STOP, KEY_PAIR),
          KeyPairs.KIND,
          "",
          "the key pair",
          "ec2:DeleteKeyPair");
    }
    if (nodes.has(GROUP)) {
      discard(
          GROUP,
          List.of("discard/" + INSTANCE, GROUP),
          SecurityGroups.KIND,
          layout.around().network().vpc(),
          "the security group",
          "ec2:DeleteSecurityGroup");
    }
  }

  private boolean logsIn() {
    return !layout.provisions().isEmpty();
  }

  private void group() {
    String vpc = layout.around().network().vpc();
    nodes.add(
        GROUP,
        Action.CREATE,
        new SecurityGroupStep(vpc, name, "Temporary, for the build of an image", spec.buildTags()),
        new Undo.DeleteMade(SecurityGroups.KIND, name, vpc),
        List.of(),
        "temporary security group \"%s\" in %s".formatted(name, vpc),
        List.of(),
        "ec2:CreateSecurityGroup");
    if (!logsIn()) {
      return;
    }
    for (String cidr : layout.clients()) {
      nodes.add(
          "rule/ssh-from-" + cidr,
          Action.CREATE,
          new IngressRuleStep(Ref.to(GROUP), spec.sshPort(), cidr, null),
          new Undo.GoesWith(GROUP),
          List.of(GROUP),
          "let tcp %d in from %s".formatted(spec.sshPort(), cidr),
          List.of(),
          "ec2:AuthorizeSecurityGroupIngress");
    }
  }

  private void keyPair() {
    KeyType type = spec.legacySsh() ? KeyType.RSA_2048 : KeyType.ED25519;
    volatileStep(
        KEY_PAIR,
        Action.CREATE,
        new KeyPairStep(name, type, spec.buildTags()),
        new Undo.DeleteMade(KeyPairs.KIND, name, ""),
        List.of(),
        "temporary key pair \"%s\" (%s), made in this process".formatted(name, type),
        List.of(),
        "ec2:ImportKeyPair");
  }

  private void instance() {
    Source source = layout.source();
    List<Ref> groups =
        nodes.has(GROUP)
            ? List.of(Ref.to(GROUP))
            : spec.securityGroups().stream().map(Ref::id).toList();
    List<String> subnets =
        layout.around().network().subnets().stream().map(place -> place.subnet()).toList();
    List<String> after = new ArrayList<>(List.of(GROUP, KEY_PAIR));
    layout.clients().forEach(cidr -> after.add("rule/ssh-from-" + cidr));
    InstanceStep step =
        new InstanceStep(
            source.id(),
            type(),
            subnets,
            groups,
            spec.publicIp(),
            logsIn() ? Ref.to(KEY_PAIR) : null,
            logsIn() ? name : "",
            logsIn() && !spec.acceptUnknownHostKey(),
            spec.requireImdsV2() || source.imdsV2(),
            spec.instanceProfile().orElse(""),
            spec.userData().orElse(""),
            devices(),
            tags(),
            strategy == Strategy.LAUNCH_ENCRYPTED
                ? "where AWS does not launch this image with encrypted volumes, ask for Strategy.COPY_AFTER_CREATE"
                : "");
    add(
        INSTANCE,
        Action.CREATE,
        step,
        new Undo.DeleteMade(Instances.KIND, name, INSTANCE),
        after,
        "build instance, a %s in %s, from %s".formatted(type(), subnets.get(0), source),
        details(step),
        "ec2:RunInstances");
  }

  private List<String> details(InstanceStep step) {
    List<String> details = new ArrayList<>();
    for (InstanceStep.Device device : step.devices()) {
      details.add(
          "volume: %s%s%s, %s"
              .formatted(
                  device.name(),
                  device.type() == null ? "" : " " + device.type(),
                  device.sizeGiB() == null ? "" : " " + device.sizeGiB() + " GiB",
                  device.kmsKey() == null
                      ? "as its snapshot is"
                      : "encrypted under " + device.kmsKey()));
    }
    if (step.subnets().size() > 1) {
      details.add(
          "where that has no capacity: "
              + String.join(", ", step.subnets().subList(1, step.subnets().size())));
    }
    details.add("metadata: IMDSv2 " + (step.imdsV2() ? "required" : "optional"));
    details.add("public address: " + (step.publicIp() ? "yes" : "no"));
    return details;
  }

  private void running() {
    add(
        RUNNING,
        Action.CHECK,
        new InstanceStateStep(Ref.to(INSTANCE), "running", TRANSITION, LOOK_AT_INSTANCE),
        new Undo.Nothing(),
        List.of(INSTANCE),
        "wait until it runs",
        List.of(),
        "ec2:DescribeInstances");
  }

  /** Logs in, provisions, logs out; the last step's id. */
  private String session() {
    SshAccess access =
        new SshAccess(
            spec.sshUser().orElseThrow(),
            spec.sshPort(),
            spec.publicIp(),
            spec.legacySsh() ? Algorithms.LEGACY : Algorithms.CURRENT,
            spec.acceptUnknownHostKey(),
            spec.withoutTerminal() ? Terminal.NONE : Terminal.PTY);
    volatileStep(
        SSH,
        Action.CHECK,
        new SshStep(
            Ref.to(INSTANCE),
            Ref.to(KEY_PAIR),
            access,
            layout.source().name(),
            layout.clients(),
            spec.sshWithin(),
            LOOK_AT_INSTANCE),
        new Undo.Nothing(),
        List.of(INSTANCE, KEY_PAIR, RUNNING),
        "log in as %s, port %d".formatted(access.user(), access.port()),
        List.of(
            spec.acceptUnknownHostKey()
                ? "host key: whatever it shows"
                : "host key: given by user data, else as in its console output"),
        "SSH");
    String last = SSH;
    for (int index = 0; index < layout.provisions().size(); index++) {
      String id = "provision/" + (index + 1);
      volatileStep(
          id,
          Action.UPDATE,
          new ProvisionStep(
              Ref.to(INSTANCE),
              Ref.to(KEY_PAIR),
              access,
              layout.provisions().get(index),
              spec.provisionWithin(),
              spec.sshWithin()),
          new Undo.Nothing(),
          List.of(INSTANCE, KEY_PAIR, last),
          layout.provisions().get(index).title(),
          List.of(),
          "SSH");
      last = id;
    }
    volatileStep(
        "ssh/log-out",
        Action.UPDATE,
        new LogOutStep(Ref.to(INSTANCE), spec.keepAuthorizedKey(), access.terminal()),
        new Undo.Nothing(),
        List.of(INSTANCE, last),
        spec.keepAuthorizedKey()
            ? "log out; the temporary key stays authorised, as asked for"
            : "take the temporary key out of the authorised ones, and log out",
        List.of(),
        "SSH");
    return "ssh/log-out";
  }

  /** A small one that can run the source: the current ones need a driver that old images lack. */
  String type() {
    return spec.instanceType()
        .orElse(
            layout.source().architecture().startsWith("arm64")
                ? "t4g.micro"
                : layout.source().enhancedNetworking() ? "t3.micro" : "t2.micro");
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("Name", "build of " + spec.name().orElseThrow());
    tags.putAll(spec.buildTags());
    return tags;
  }

  /** All volumes of the source, so that each is deleted with the instance, and the new ones. */
  private List<InstanceStep.Device> devices() {
    Map<String, Optional<BlockDevice>> all = new LinkedHashMap<>();
    layout.source().volumes().forEach(volume -> all.put(volume.device(), Optional.empty()));
    spec.blockDevices().forEach(device -> all.put(device.name(), Optional.of(device)));
    List<InstanceStep.Device> devices = new ArrayList<>();
    all.forEach((device, given) -> devices.add(device(device, given)));
    return devices;
  }

  private InstanceStep.Device device(String device, Optional<BlockDevice> given) {
    return new InstanceStep.Device(
        device,
        buildKey(given),
        given.flatMap(BlockDevice::givenType).orElse(null),
        given.flatMap(BlockDevice::givenSizeGiB).or(() -> sourceSize(device)).orElse(null),
        given.flatMap(BlockDevice::givenIops).orElse(null),
        given.flatMap(BlockDevice::givenThroughput).orElse(null));
  }

  private Optional<Integer> sourceSize(String device) {
    return layout.source().volumes().stream()
        .filter(volume -> volume.device().equals(device) && volume.sizeGiB() > 0)
        .map(Source.Volume::sizeGiB)
        .findFirst();
  }

  private @Nullable String buildKey(Optional<BlockDevice> given) {
    Optional<String> own =
        given
            .flatMap(BlockDevice::givenKmsKey)
            .map(key -> layout.around().deviceKeys().getOrDefault(key, key));
    return strategy == Strategy.LAUNCH_ENCRYPTED
        ? own.orElse(layout.around().key())
        : own.orElse(null);
  }

  private void discard(
      String thing, List<String> after, String kind, String scope, String what, String call) {
    nodes.add(
        "discard/" + thing,
        Action.DELETE,
        new DiscardStep(kind, name, scope, Ref.to(thing)),
        new Undo.Nothing(),
        after,
        what,
        List.of(),
        call);
  }

  /** Volatile where somebody logs in: only this process can. */
  private void add(
      String id,
      Action action,
      Step step,
      Undo undo,
      List<String> after,
      String summary,
      List<String> details,
      String call) {
    if (logsIn()) {
      volatileStep(id, action, step, undo, after, summary, details, call);
    } else {
      nodes.add(id, action, step, undo, after, summary, details, call);
    }
  }

  private void volatileStep(
      String id,
      Action action,
      Step step,
      Undo undo,
      List<String> after,
      String summary,
      List<String> details,
      String call) {
    nodes.add(id, action, step, undo, after, summary, details, call);
    if (logsIn()) {
      nodes.lastIsVolatileUntil(STOP);
    }
  }
}
