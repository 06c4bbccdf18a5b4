package dev.backstep.impala;

/**
 * A port of the balancer and the port of the instances that it leads to.
 *
 * @param port the balancer's, 1 to 65535
 * @param instancePort the instances', 1 to 65535
 */
public record Listener(int port, int instancePort) {

  /** Leads a TCP port to the same port of the instances; {@link #to} names another. */
  public static Listener tcp(int port) {
    return new Listener(port, port);
  }

  /** The same port, leading to another port of the instances. */
  public Listener to(int instancePort) {
    return new Listener(port, instancePort);
  }

  /** Such as {@code tcp 443 to 21050}. */
  @Override
  public String toString() {
    return "tcp %d to %d".formatted(port, instancePort);
  }
}
