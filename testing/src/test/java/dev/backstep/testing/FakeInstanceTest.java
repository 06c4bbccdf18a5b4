package dev.backstep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.internal.ssh.Bounds;
import dev.backstep.internal.ssh.ConnectFailure;
import dev.backstep.internal.ssh.ConnectFailure.Kind;
import dev.backstep.internal.ssh.HostKeyUserData;
import dev.backstep.internal.ssh.HostKeys;
import dev.backstep.internal.ssh.KeyType;
import dev.backstep.internal.ssh.SshConnection;
import dev.backstep.internal.ssh.SshConnection.Connected;
import dev.backstep.internal.ssh.SshConnection.NotConnected;
import dev.backstep.internal.ssh.SshConnector;
import dev.backstep.internal.ssh.SshKey;
import dev.backstep.internal.ssh.SshSession;
import dev.backstep.internal.ssh.SshTarget;
import dev.backstep.internal.ssh.Terminal;
import dev.backstep.plan.TimeSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;

/** A fake instance behind one that was launched in the simulated account. */
class FakeInstanceTest {

  private static final Bounds BOUNDS = Bounds.within(Duration.ofMinutes(1), TimeSource.system());

  private final ManualTime time = ManualTime.stopped();
  private final SimulatedAws aws = SimulatedAws.empty(time);
  private final Clients clients = Clients.of(aws);
  private final FakeInstance fake = FakeInstance.behind(aws);
  private final SshKey key = SshKey.generate(KeyType.ED25519);
  private final SshKey hostKey = SshKey.generate(KeyType.ED25519);
  private final String subnet = subnet();

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void connect_whenLaunchedWithKeyAndUserData_letsInAndShowsTheGivenHostKey() throws Exception {
    Instance launched = launch(key, HostKeyUserData.of(hostKey));
    time.advance(Duration.ofSeconds(20));

    assertThat(address(launched)).isEqualTo("127.0.0.1");
    assertThat(fake.hostKey()).isEqualTo(hostKey.publicText());
    try (SshSession session = connect(key, HostKeys.of(hostKey))) {
      assertThat(session.isOpen()).isTrue();
    }
  }

  @Test
  void connect_whenUserDataIsInParts_showsTheGivenHostKey() throws Exception {
    launch(key, HostKeyUserData.of(hostKey, "#!/bin/sh\necho hello\n").orElseThrow());
    time.advance(Duration.ofSeconds(20));

    connect(key, HostKeys.of(hostKey)).close();
  }

  @Test
  void connect_whenHostKeyIsRsa_showsItFromItsPem() throws Exception {
    SshKey rsa = SshKey.generate(KeyType.RSA_2048);
    launch(key, HostKeyUserData.of(rsa));
    time.advance(Duration.ofSeconds(20));

    connect(key, HostKeys.of(rsa)).close();
  }

  @Test
  void consoleOutput_whenThereAreNoUserData_showsTheHostKeyOfItsOwn() throws Exception {
    Instance launched = launch(key, "");
    assertThat(console(launched)).isEmpty();
    time.advance(Duration.ofSeconds(20));

    connect(key, HostKeys.inConsole(console(launched))).close();
  }

  @Test
  void connect_whenImageIgnoresUserData_showsAnotherKeyThanGiven() throws Exception {
    fake.ignoringUserData();
    launch(key, HostKeyUserData.of(hostKey));
    time.advance(Duration.ofSeconds(20));

    assertThat(failure(key, HostKeys.of(hostKey)).kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
  }

  @Test
  void connect_whenKeyIsAnothers_doesNotLetIn() throws Exception {
    launch(key, HostKeyUserData.of(hostKey));
    time.advance(Duration.ofSeconds(20));

    assertThat(failure(hostKey, HostKeys.of(hostKey)).kind()).isEqualTo(Kind.NOT_LET_IN);
  }

  @Test
  void connect_whenInstanceDoesNotRunOrStillBoots_cutsOff() throws Exception {
    fake.bootTime(Duration.ofSeconds(45));
    Instance launched = launch(key, "");

    assertThat(failure(key, HostKeys.acceptAny()).kind()).isEqualTo(Kind.CUT_OFF);
    time.advance(Duration.ofSeconds(44));
    assertThat(failure(key, HostKeys.acceptAny()).kind()).isEqualTo(Kind.CUT_OFF);
    time.advance(Duration.ofSeconds(1));
    connect(key, HostKeys.acceptAny()).close();

    clients.ec2.terminateInstances(r -> r.instanceIds(launched.instanceId()));
    assertThat(failure(key, HostKeys.acceptAny()).kind()).isEqualTo(Kind.CUT_OFF);
    assertThat(fake.logins()).isEqualTo(1);
  }

  @Test
  void connect_whenAnotherIsLaunchedLater_takesItsKey() throws Exception {
    SshKey second = SshKey.generate(KeyType.ED25519);
    launch(key, "");
    time.advance(Duration.ofSeconds(30));
    launch(second, "");
    time.advance(Duration.ofSeconds(30));

    connect(second, HostKeys.acceptAny()).close();
    assertThat(failure(key, HostKeys.acceptAny()).kind()).isEqualTo(Kind.NOT_LET_IN);
  }

  @Test
  void run_whenScriptReboots_isGoneForAWhileOfTheAccountsTime() throws Exception {
    fake.onCommand("reboot").reboots(Duration.ofSeconds(30));
    launch(key, "");
    time.advance(Duration.ofSeconds(20));
    try (SshSession session = connect(key, HostKeys.acceptAny())) {
      session.run("sudo reboot", Terminal.NONE, line -> {}, BOUNDS);
      assertThat(session.isOpen()).isFalse();
    }

    assertThat(failure(key, HostKeys.acceptAny()).kind()).isEqualTo(Kind.CUT_OFF);
    time.advance(Duration.ofSeconds(30));
    connect(key, HostKeys.acceptAny()).close();
  }

  @Test
  void answers_whenSeveralFit_theNewestCountsAsOftenAsItIsToBeGiven() throws Exception {
    fake.onCommand("x").exits(1);
    fake.onCommand("x").exits(2).times(1);
    launch(key, "");
    time.advance(Duration.ofSeconds(20));
    try (SshSession session = connect(key, HostKeys.acceptAny())) {
      assertThat(exitCode(session, "x")).isEqualTo(2);
      assertThat(exitCode(session, "x")).isEqualTo(1);
      assertThat(exitCode(session, "y")).isZero();
    }
  }

  @Test
  void anything_whenToldByAClient_leavesTheHostAlone(@TempDir Path folder) throws Exception {
    Path target = folder.resolve("written-by-client");
    launch(key, "");
    time.advance(Duration.ofSeconds(20));
    try (SshSession session = connect(key, HostKeys.acceptAny())) {
      session.upload(new byte[] {1}, target.toString(), 0644, BOUNDS);
      for (String command :
          new String[] {"touch " + target, "sh -c 'touch " + target + "'", "rm -rf " + folder}) {
        session.run(command, Terminal.NONE, line -> {}, BOUNDS);
      }
    }
    fake.withoutSftp();
    try (SshSession session = connect(key, HostKeys.acceptAny())) {
      session.upload(new byte[] {1}, target.toString(), 0644, BOUNDS);
    }

    assertThat(fake.uploads()).hasSize(2);
    assertThat(fake.commands()).hasSize(3);
    assertThat(Files.exists(target)).isFalse();
    assertThat(Files.isDirectory(folder)).isTrue();
  }

  private Instance launch(SshKey login, String userData) {
    String name = "build-" + login.fingerprint();
    clients.ec2.importKeyPair(
        r -> r.keyName(name).publicKeyMaterial(Keys.material(login.publicText())));
    return clients
        .ec2
        .runInstances(
            r -> {
              r.imageId(aws.world().publicImage())
                  .instanceType("t3.nano")
                  .minCount(1)
                  .maxCount(1)
                  .keyName(name)
                  .networkInterfaces(
                      InstanceNetworkInterfaceSpecification.builder()
                          .deviceIndex(0)
                          .subnetId(subnet)
                          .associatePublicIpAddress(true)
                          .build());
              if (!userData.isEmpty()) {
                r.userData(
                    Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8)));
              }
            })
        .instances()
        .get(0);
  }

  private String subnet() {
    String vpc = aws.world().addVpc("build", "10.0.0.0/16");
    aws.world().addInternetGateway(vpc);
    return aws.world().addSubnet(vpc, "build", "10.0.1.0/24", "us-west-2a");
  }

  private String address(Instance launched) {
    return clients
        .ec2
        .describeInstances(r -> r.instanceIds(launched.instanceId()))
        .reservations()
        .get(0)
        .instances()
        .get(0)
        .publicIpAddress();
  }

  private String console(Instance launched) {
    String output = clients.ec2.getConsoleOutput(r -> r.instanceId(launched.instanceId())).output();
    return output == null
        ? ""
        : new String(Base64.getDecoder().decode(output), StandardCharsets.UTF_8);
  }

  private SshConnection attempt(SshKey login, HostKeys known) {
    return SshConnector.connect(
        SshTarget.of("127.0.0.1", fake.port(), "centos", login, known), () -> false);
  }

  private SshSession connect(SshKey login, HostKeys known) {
    SshConnection connection = attempt(login, known);
    assertThat(connection).isInstanceOf(Connected.class);
    return ((Connected) connection).session();
  }

  private ConnectFailure failure(SshKey login, HostKeys known) {
    SshConnection connection = attempt(login, known);
    assertThat(connection).isInstanceOf(NotConnected.class);
    return ((NotConnected) connection).failure();
  }

  private static int exitCode(SshSession session, String command) throws Exception {
    return session.run(command, Terminal.NONE, line -> {}, BOUNDS).exitCode();
  }
}
