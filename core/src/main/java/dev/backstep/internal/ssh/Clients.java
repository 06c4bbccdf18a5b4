package dev.backstep.internal.ssh;

import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * SSH clients, one for each connection, that know only what they are told: no configuration, key,
 * agent or password of the user who runs this. Their threads are daemons and end with them.
 */
final class Clients {

  /** What sshd of OpenSSH 5 has beside group-exchange-sha256. */
  private static final List<String> OLD_EXCHANGES =
      List.of("diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1");

  private Clients() {}

  static SshClient start(SshTarget target, AtomicReference<PublicKey> rejected) {
    SshClient client =
        ClientBuilder.builder()
            .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
            .serverKeyVerifier(
                (session, address, key) -> {
                  boolean accepted = target.hostKeys().accept(key);
                  if (!accepted) {
                    rejected.set(key);
                  }
                  return accepted;
                })
            .build();
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory()));
    client.setSignatureFactories(signatures(client.getSignatureFactories(), target));
    if (target.algorithms() == Algorithms.LEGACY) {
      List<KeyExchangeFactory> exchanges = new ArrayList<>(client.getKeyExchangeFactories());
      for (String old : OLD_EXCHANGES) {
        exchanges.add(ClientBuilder.DH2KEX.apply(BuiltinDHFactories.resolveFactory(old)));
      }
      client.setKeyExchangeFactories(exchanges);
    }
    // A script may be silent for hours: only a host that gives no sign of life is given up.
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, target.keepAlive());
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 3);
    // Whoever waits says for how long.
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, target.patience().plusMinutes(1));
    client.start();
    return client;
  }

  static void close(@Nullable ClientSession session, @Nullable SshClient client) {
    if (session != null) {
      session.close(true);
    }
    if (client != null) {
      client.close(true);
    }
  }

  /** What the host is known by is asked for first; SHA-1 only on request. */
  private static List<NamedFactory<Signature>> signatures(
      List<NamedFactory<Signature>> all, SshTarget target) {
    return all.stream()
        .filter(
            signature ->
                target.algorithms() == Algorithms.LEGACY
                    || !signature.getName().equals(BuiltinSignatures.rsa.getName()))
        .sorted(Comparator.comparing(each -> !target.hostKeys().knows(each.getName())))
        .toList();
  }
}
