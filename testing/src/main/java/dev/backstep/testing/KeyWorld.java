package dev.backstep.testing;

import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.kms.KmsState;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Origin;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * The keys of one region as the user makes and changes them by hand, from {@link World#kms()}. A
 * key is named by id, ARN or alias. {@code alias/aws/ebs} is there from the start.
 */
public final class KeyWorld {

  private final Account account;
  private final String region;

  KeyWorld(Account account, String region) {
    this.account = account;
    this.region = region;
  }

  /**
   * Adds an enabled symmetric key with an alias.
   *
   * @param alias such as {@code alias/golden}
   * @return its ARN
   */
  public String add(String alias) {
    return ask(
        kms -> {
          String id = kms.make(KeySpec.SYMMETRIC_DEFAULT, "", new Origin.User());
          kms.aliases.put(alias, id);
          return kms.arnOf(id);
        });
  }

  /**
   * Adds an enabled RSA key, which nothing of EBS can be encrypted with.
   *
   * @return its ARN
   */
  public String addRsa(String alias) {
    return ask(
        kms -> {
          String id = kms.make(KeySpec.RSA_2048, "", new Origin.User());
          kms.aliases.put(alias, id);
          return kms.arnOf(id);
        });
  }

  /** The ARN of a key. */
  public String arn(String key) {
    return ask(kms -> find(kms, key).arn());
  }

  /** Disables a key: what is encrypted with it cannot be read, nor anything new be encrypted. */
  public void disable(String key) {
    change(key, it -> it.enabled(false).keyState(KeyState.DISABLED));
  }

  /** Enables a key, also one that was to be deleted. */
  public void enable(String key) {
    change(key, it -> it.enabled(true).keyState(KeyState.ENABLED).deletionDate(null));
  }

  /** Sets a key to be deleted: it is as good as disabled from now on. */
  public void scheduleDeletion(String key) {
    change(key, it -> it.enabled(false).keyState(KeyState.PENDING_DELETION));
  }

  /** Makes a key the region's default for volumes and snapshots, instead of AWS's own. */
  public void makeDefault(String key) {
    ask(kms -> Ec2State.of(account.region(region)).defaultKey = find(kms, key).arn());
  }

  /** Whether new volumes and copies are encrypted without being asked; off at first. */
  public void encryptByDefault(boolean on) {
    ask(kms -> Ec2State.of(account.region(region)).encryptsByDefault = on);
  }

  /** The region they are in. */
  @Override
  public String toString() {
    return "KeyWorld(" + region + ")";
  }

  private void change(String key, Consumer<KeyMetadata.Builder> change) {
    ask(
        kms -> {
          KeyMetadata.Builder changed = find(kms, key).toBuilder();
          change.accept(changed);
          KeyMetadata after = changed.build();
          kms.keys.put(after.keyId(), after);
          return true;
        });
  }

  private <T> T ask(Function<KmsState, T> work) {
    return account.asUser(() -> work.apply(KmsState.of(account.region(region))));
  }

  private KeyMetadata find(KmsState kms, String key) {
    return kms.find(key)
        .orElseThrow(() -> new NoSuchElementException("no key " + key + " in " + region));
  }
}
