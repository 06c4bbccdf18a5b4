package dev.backstep.testing;

import dev.backstep.testing.internal.ec2.Boot;
import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.ssh.HostKeys;
import dev.backstep.testing.internal.ssh.Machine;
import dev.backstep.testing.internal.state.Account;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** The newest running instance of an account, or one that is of no account and always runs. */
final class GuestMachine implements Machine {

  private final @Nullable Account account;
  private final List<String> keys;
  private volatile Duration bootTime = Duration.ZERO;
  private volatile Instant upAgain = Instant.MIN;
  private volatile boolean consoleHidden;
  private volatile @Nullable String remembered;

  GuestMachine(Account account) {
    this.account = account;
    this.keys = List.of();
  }

  GuestMachine(String publicKey) {
    this.account = null;
    this.keys = List.of(publicKey);
  }

  void bootTime(Duration sinceLaunch) {
    bootTime = sinceLaunch;
  }

  void hideConsole() {
    consoleHidden = true;
  }

  /** Goes on showing what is on the console now. */
  void remember(String console) {
    remembered = console;
  }

  String console(Supplier<String> fresh) {
    if (consoleHidden) {
      return "";
    }
    String old = remembered;
    return old == null ? fresh.get() : old;
  }

  boolean isRunning(String instanceId) {
    return guest(instance -> Optional.of(instance.instanceId()))
        .filter(instanceId::equals)
        .isPresent();
  }

  @Override
  public boolean isUp() {
    if (account == null) {
      return Instant.MIN.equals(upAgain);
    }
    Account home = account;
    return home.locked(
        () -> {
          Instant now = home.timeline().now();
          return !now.isBefore(upAgain)
              && newest(home)
                  .filter(it -> !now.isBefore(it.launchTime().plus(bootTime)))
                  .isPresent();
        });
  }

  @Override
  public List<String> authorizedKeys() {
    return account == null
        ? keys
        : boot().flatMap(Boot::key).map(it -> it.publicKey()).stream().toList();
  }

  @Override
  public Optional<KeyPair> givenHostKey() {
    return boot()
        .flatMap(Boot::userData)
        .map(Base64.getMimeDecoder()::decode)
        .flatMap(data -> HostKeys.in(new String(data, StandardCharsets.UTF_8)));
  }

  /** Without an account there is no time to wait for: it is down for good. */
  @Override
  public void reboot(Duration duration) {
    upAgain =
        account == null
            ? Instant.MAX
            : account.locked(() -> account.timeline().now().plus(duration));
  }

  private Optional<Boot> boot() {
    Account home = account;
    return home == null
        ? Optional.empty()
        : home.locked(
            () ->
                newest(home)
                    .flatMap(
                        it ->
                            home.regions().stream()
                                .map(region -> Ec2State.of(region).boots.get(it.instanceId()))
                                .filter(java.util.Objects::nonNull)
                                .findFirst()));
  }

  private <T> Optional<T> guest(Function<Instance, Optional<T>> question) {
    Account home = account;
    return home == null ? Optional.empty() : home.locked(() -> newest(home).flatMap(question));
  }

  private static Optional<Instance> newest(Account account) {
    return account.regions().stream()
        .map(Ec2State::of)
        .flatMap(
            ec2 ->
                ec2.instances.all().stream()
                    .filter(it -> it.state().name() == InstanceStateName.RUNNING)
                    .filter(it -> ec2.boots.containsKey(it.instanceId())))
        .max(Comparator.comparing(Instance::launchTime));
  }
}
