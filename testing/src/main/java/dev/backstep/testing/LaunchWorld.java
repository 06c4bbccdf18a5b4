package dev.backstep.testing;

import dev.backstep.testing.internal.ec2.Boot;
import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.ec2.Ending;
import dev.backstep.testing.internal.ec2.PublicAddresses;
import dev.backstep.testing.internal.state.Account;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;

/**
 * Launches in one region as the user meets and spoils them by hand, and what instances were
 * launched with, from {@link World#launches()}.
 */
public final class LaunchWorld {

  private final Account account;
  private final String region;

  LaunchWorld(Account account, String region) {
    this.account = account;
    this.region = region;
  }

  /** Adds an instance profile that launches in this region may name. */
  public void addInstanceProfile(String name) {
    ask(ec2 -> ec2.instanceProfiles.add(name));
  }

  /**
   * The next instance that should come up ends instead, after the answer to its launch: terminated
   * if it is new, stopped if it is started again.
   *
   * @param code such as {@code Server.InternalError}
   */
  public void failNext(String code, String message) {
    ask(ec2 -> ec2.launchEndings.add(new Ending("terminated", code, message)));
  }

  /** Sets the public address of an instance, which it keeps until it stops. */
  public void setPublicAddress(String instanceId, String address) {
    ask(
        ec2 -> {
          PublicAddresses.set(ec2, instanceId, address);
          return true;
        });
  }

  /**
   * The public key that an instance was launched with, as OpenSSH writes it; also when its key pair
   * has been deleted since. Empty if it was launched without one.
   */
  public Optional<String> publicKey(String instanceId) {
    return boot(instanceId).flatMap(Boot::key).map(KeyPairInfo::publicKey);
  }

  /** The user data that an instance was launched with, decoded; empty if there are none. */
  public Optional<String> userData(String instanceId) {
    return boot(instanceId)
        .flatMap(Boot::userData)
        .map(Base64.getMimeDecoder()::decode)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Sets what an instance has written on its console. */
  public void setConsoleOutput(String instanceId, String text) {
    ask(ec2 -> ec2.consoles.put(instanceId, text));
  }

  /** The region they are in. */
  @Override
  public String toString() {
    return "LaunchWorld(" + region + ")";
  }

  private Optional<Boot> boot(String instanceId) {
    return ask(ec2 -> Optional.ofNullable(ec2.boots.get(instanceId)));
  }

  private <T> T ask(Function<Ec2State, T> work) {
    return account.asUser(() -> work.apply(Ec2State.of(account.region(region))));
  }
}
