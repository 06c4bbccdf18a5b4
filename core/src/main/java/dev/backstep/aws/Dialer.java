package dev.backstep.aws;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Opens TCP connections to load balancers, for the checks that look at them from outside, as a
 * client would. A proxy, a tunnel or a test may put its own in the place of the network.
 */
@FunctionalInterface
public interface Dialer {

  /**
   * Opens a connection, which the caller closes.
   *
   * @param host a DNS name or an address
   * @param port 1 to 65535
   * @param timeout how long it may take
   * @throws IOException if there is no way there from here: a name that is not known, no route, no
   *     answer in time, or a refusal
   */
  Socket dial(String host, int port, Duration timeout) throws IOException;

  /** Straight over the network that this program is on. */
  static Dialer network() {
    return (host, port, timeout) -> {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
        return socket;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    };
  }
}
