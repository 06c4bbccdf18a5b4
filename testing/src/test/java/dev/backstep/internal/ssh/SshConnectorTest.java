package dev.backstep.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.internal.ssh.ConnectFailure.Kind;
import dev.backstep.internal.ssh.SshConnection.NotConnected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every way in which nobody gets in, and the ways in. */
class SshConnectorTest {

  @Test
  void connect_whenKeyAndHostAreKnown_logsIn() {
    try (Lab lab = new Lab()) {
      assertThat(lab.connect().isOpen()).isTrue();
      assertThat(lab.instance.logins()).isEqualTo(1);
    }
  }

  @Test
  void connect_whenClosedAfterwards_leavesNoThreadBehind() {
    try (Lab lab = new Lab()) {
      SshSession session = lab.connect();
      session.close();
      session.close();
      assertThat(session.isOpen()).isFalse();
    }
  }

  @Test
  void connect_whenUserIsWrong_namesUserAndKey() {
    try (Lab lab = new Lab()) {
      lab.instance.letsIn("ec2-user");

      ConnectFailure failure = Lab.failure(lab.target());

      assertThat(failure.kind()).isEqualTo(Kind.NOT_LET_IN);
      assertThat(failure.kind().mayPass()).isTrue();
      assertThat(failure.message())
          .isEqualTo(
              "centos@127.0.0.1:%d: the host does not let user \"centos\" in with key %s: another"
                      .formatted(lab.instance.port(), lab.key.fingerprint())
                  + " user name, or cloud-init has not put the key in place (yet)");
    }
  }

  @Test
  void connect_whenKeyIsWrong_saysSo() {
    try (Lab lab = new Lab()) {
      SshKey other = SshKey.generate(KeyType.ED25519);
      SshTarget known = lab.target();

      ConnectFailure failure =
          Lab.failure(SshTarget.of(known.host(), known.port(), "centos", other, known.hostKeys()));

      assertThat(failure.kind()).isEqualTo(Kind.NOT_LET_IN);
      assertThat(failure.message()).contains(other.fingerprint());
    }
  }

  @Test
  void connect_whenPortIsClosed_saysThatNothingListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    ConnectFailure failure = Lab.failure(anywhere(port));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.kind().mayPass()).isTrue();
    assertThat(failure.message())
        .isEqualTo(
            "centos@127.0.0.1:%d: connection refused: the host is up and nothing listens on port %d"
                    .formatted(port, port)
                + " (yet)");
  }

  @Test
  void connect_whenPacketsAreSwallowed_saysWhatMaySwallowThem() throws IOException {
    // A backlog that is full drops what comes, as a security group does.
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 4; i++) {
        waiting.add(dial(full));
      }

      ConnectFailure failure =
          Lab.failure(anywhere(full.getLocalPort()).patience(Duration.ofMillis(300)));

      assertThat(failure.kind()).isEqualTo(Kind.NO_ANSWER);
      assertThat(failure.kind().mayPass()).isTrue();
      assertThat(failure.message())
          .contains("no connection within 300 ms")
          .contains("a security group, a network ACL or a missing route swallows the packets");
    } finally {
      waiting.forEach(SshConnectorTest::close);
    }
  }

  @Test
  void connect_whenServerSaysNothing_saysThatNoSshServerAnswers() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ConnectFailure failure =
          Lab.failure(anywhere(mute.getLocalPort()).patience(Duration.ofMillis(300)));

      assertThat(failure.kind()).isEqualTo(Kind.NO_ANSWER);
      assertThat(failure.message()).contains("no answer of an SSH server within 300 ms");
    }
  }

  @Test
  void connect_whenStopped_endsAtOnce() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      AtomicInteger asked = new AtomicInteger();

      SshConnection connection =
          SshConnector.connect(
              anywhere(mute.getLocalPort()).patience(Duration.ofHours(1)),
              () -> asked.incrementAndGet() > 3);

      ConnectFailure failure = ((NotConnected) connection).failure();
      assertThat(failure.kind()).isEqualTo(Kind.STOPPED);
      assertThat(failure.message()).endsWith(" was stopped");
    }
  }

  @Test
  void connect_whenAnotherServiceAnswers_saysThatItIsNotSsh() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> answer(web, "HTTP/1.1 400 Bad Request\r\n".repeat(2000)));
      server.setDaemon(true);
      server.start();

      ConnectFailure failure = Lab.failure(anywhere(web.getLocalPort()));

      assertThat(failure.kind()).isIn(Kind.NOT_SSH, Kind.CUT_OFF);
      assertThat(failure.message()).contains("127.0.0.1");
      server.join();
    }
  }

  @Test
  void connect_whenServerHangsUpAtOnce_saysThatItWasCutOff() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> answer(web, ""));
      server.setDaemon(true);
      server.start();

      ConnectFailure failure = Lab.failure(anywhere(web.getLocalPort()));

      assertThat(failure.kind()).isEqualTo(Kind.CUT_OFF);
      assertThat(failure.kind().mayPass()).isTrue();
      assertThat(failure.message()).contains("the connection ended before anybody was logged in");
      server.join();
    }
  }

  @Test
  void connect_whenHostKeyHasChanged_showsBothAndSendsNothing() {
    try (Lab lab = new Lab()) {
      SshTarget target = lab.target();
      String known = target.hostKeys().toString();
      lab.instance.changeHostKey();

      ConnectFailure failure = Lab.failure(target);

      assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
      assertThat(failure.kind().mayPass()).isFalse();
      assertThat(failure.message())
          .contains("so it may not be ours; nothing was sent to it")
          .contains(
              "shown:    ssh-ed25519 " + HostKeys.none().andText(lab.instance.hostKey()).toString())
          .contains("expected: " + known);
      assertThat(lab.instance.logins()).isZero();
    }
  }

  @Test
  void connect_whenNoHostKeyIsToBeHad_doesNotEvenConnect() {
    try (Lab lab = new Lab()) {
      lab.instance.withoutConsole();

      ConnectFailure failure = Lab.failure(lab.target(HostKeys.inConsole(lab.instance.console())));

      assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
      assertThat(failure.kind().mayPass()).isTrue();
      assertThat(failure.message())
          .contains("no host key is known to check it by")
          .contains("acceptUnknownHostKey() would connect without this check");
      assertThat(lab.instance.connections()).isZero();
    }
  }

  @Test
  void connect_whenUnknownHostKeysAreAccepted_logsIn() {
    try (Lab lab = new Lab()) {
      assertThat(lab.connect(lab.target(HostKeys.acceptAny())).isOpen()).isTrue();
    }
  }

  @Test
  void connect_whenHostKeyIsOnTheConsole_logsIn() {
    try (Lab lab = new Lab()) {
      HostKeys known = HostKeys.inConsole(lab.instance.console());

      assertThat(lab.connect(lab.target(known)).isOpen()).isTrue();
    }
  }

  @Test
  void connect_whenImageIsOld_namesTheOptionThatHelps() {
    try (Lab lab = new Lab(KeyType.RSA_2048)) {
      lab.instance.legacy();

      ConnectFailure failure = Lab.failure(lab.target());

      assertThat(failure.kind()).isEqualTo(Kind.NO_COMMON_ALGORITHM);
      assertThat(failure.kind().mayPass()).isFalse();
      assertThat(failure.message())
          .contains("the two sides share no algorithm")
          .contains("legacySsh() allows the older ones that images such as CentOS 6 need");
    }
  }

  @Test
  void connect_whenImageIsOldAndLegacyIsAllowed_logsIn() {
    try (Lab lab = new Lab(KeyType.RSA_2048)) {
      lab.instance.legacy();

      assertThat(lab.connect(lab.target().with(Algorithms.LEGACY)).isOpen()).isTrue();
    }
  }

  @Test
  void connect_whenLegacyIsAllowedAndHostIsCurrent_logsIn() {
    try (Lab lab = new Lab()) {
      assertThat(lab.connect(lab.target().with(Algorithms.LEGACY)).isOpen()).isTrue();
    }
  }

  @Test
  void connect_whenNameHasNoAddress_saysSo() {
    SshTarget known = anywhere(22);

    ConnectFailure failure =
        Lab.failure(
            SshTarget.of("no-such-host.invalid", 22, "centos", known.key(), known.hostKeys()));

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(failure.message())
        .isEqualTo("centos@no-such-host.invalid:22: the name has no address");
  }

  private static SshTarget anywhere(int port) {
    SshKey key = SshKey.generate(KeyType.ED25519);
    return SshTarget.of("127.0.0.1", port, "centos", key, HostKeys.of(key));
  }

  private static Socket dial(ServerSocket server) {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()), 50);
    } catch (IOException full) {
      // That is what it is for.
    }
    return socket;
  }

  private static void answer(ServerSocket server, String text) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
