package dev.backstep.internal.ssh;

import java.time.Duration;

/**
 * What to connect to, and as whom.
 *
 * @param host address or name
 * @param port 1 to 65535
 * @param user who logs in
 * @param key what the user is known by
 * @param hostKeys what the host is known by
 * @param algorithms which may be used
 * @param patience for the whole attempt, from the first packet to being logged in
 * @param keepAlive how often a silent connection is asked for a sign of life; three without an
 *     answer end it
 */
public record SshTarget(
    String host,
    int port,
    String user,
    SshKey key,
    HostKeys hostKeys,
    Algorithms algorithms,
    Duration patience,
    Duration keepAlive) {

  /** With 15 seconds of patience, a sign of life every 15 seconds and current algorithms. */
  public static SshTarget of(String host, int port, String user, SshKey key, HostKeys hostKeys) {
    return new SshTarget(
        host,
        port,
        user,
        key,
        hostKeys,
        Algorithms.CURRENT,
        Duration.ofSeconds(15),
        Duration.ofSeconds(15));
  }

  /** The same with other algorithms. */
  public SshTarget with(Algorithms algorithms) {
    return new SshTarget(host, port, user, key, hostKeys, algorithms, patience, keepAlive);
  }

  /** The same with other patience. */
  public SshTarget patience(Duration patience) {
    return new SshTarget(host, port, user, key, hostKeys, algorithms, patience, keepAlive);
  }

  /** The same with another rhythm of signs of life. */
  public SshTarget keepAlive(Duration keepAlive) {
    return new SshTarget(host, port, user, key, hostKeys, algorithms, patience, keepAlive);
  }

  /** Such as {@code centos@203.0.113.7:22}. */
  @Override
  public String toString() {
    return "%s@%s:%d".formatted(user, host, port);
  }
}
