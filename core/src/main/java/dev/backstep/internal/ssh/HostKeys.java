package dev.backstep.internal.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.digest.BuiltinDigests;

/** What is known of a host's keys before it is connected to. */
public final class HostKeys {

  private final boolean any;
  private final Set<String> fingerprints;
  private final Set<String> algorithms;

  private HostKeys(boolean any, Set<String> fingerprints, Set<String> algorithms) {
    this.any = any;
    this.fingerprints = Set.copyOf(fingerprints);
    this.algorithms = Set.copyOf(algorithms);
  }

  /** Whatever the host shows is taken: only on request. */
  public static HostKeys acceptAny() {
    return new HostKeys(true, Set.of(), Set.of());
  }

  /** Nothing is known, so nothing is accepted. */
  public static HostKeys none() {
    return new HostKeys(false, Set.of(), Set.of());
  }

  /** The key that was given to the host in its user data. */
  public static HostKeys of(SshKey key) {
    return none().and(key.fingerprint(), key.algorithm());
  }

  /**
   * The keys that cloud-init wrote to the console, by fingerprint or in full; {@link #none} where
   * it has not written any (yet). Of several boots the last counts.
   */
  public static HostKeys inConsole(String output) {
    return ConsoleHostKeys.in(output);
  }

  /** Whether nothing is known, so that no host can be accepted. */
  public boolean isEmpty() {
    return !any && fingerprints.isEmpty();
  }

  /** Whether whatever the host shows is taken. */
  public boolean isAny() {
    return any;
  }

  HostKeys and(String fingerprint, String algorithm) {
    Set<String> all = new LinkedHashSet<>(fingerprints);
    all.add(fingerprint);
    Set<String> kinds = new LinkedHashSet<>(algorithms);
    kinds.add(algorithm);
    return new HostKeys(any, all, kinds);
  }

  HostKeys and(PublicKey key) {
    return and(fingerprint(key), KeyUtils.getKeyType(key));
  }

  /** Adds a key written as OpenSSH does, or nothing if it cannot be read. */
  HostKeys andText(String text) {
    try {
      PublicKey key =
          PublicKeyEntry.parsePublicKeyEntry(text)
              .resolvePublicKey(null, java.util.Map.of(), PublicKeyEntryResolver.IGNORING);
      return key == null ? this : and(key);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return this;
    }
  }

  boolean accept(PublicKey shown) {
    return any
        || fingerprints.contains(fingerprint(shown))
        || fingerprints.contains(KeyUtils.getFingerPrint(BuiltinDigests.md5, shown));
  }

  /** Whether keys of such an algorithm are known, which a host should be asked for first. */
  boolean knows(String algorithm) {
    return algorithms.contains(algorithm)
        || algorithms.contains("ssh-rsa") && algorithm.startsWith("rsa-sha2-");
  }

  static String fingerprint(PublicKey key) {
    return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
  }

  /** The fingerprints, or what stands for them. */
  @Override
  public String toString() {
    if (any) {
      return "any";
    }
    return fingerprints.isEmpty()
        ? "none"
        : fingerprints.stream().sorted().collect(Collectors.joining(", "));
  }
}
