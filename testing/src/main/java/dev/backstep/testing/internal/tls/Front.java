package dev.backstep.testing.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One port of a load balancer. It shakes hands and then only listens: there is nothing behind it.
 */
final class Front implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 5_000;

  private final ServerSocket server;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Optional<SSLContext> tls;

  /**
   * @param tls what it shows; if empty, connections are closed as soon as they are made
   * @throws IOException if the port cannot be opened
   */
  Front(String address, int port, Optional<SSLContext> tls, ExecutorService threads)
      throws IOException {
    this.threads = threads;
    this.tls = tls;
    this.server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getByName(address), port));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    threads.execute(this::accept);
  }

  void show(Optional<SSLContext> changed) {
    tls = changed;
  }

  /** Returns when the port refuses connections, which it does not while a thread accepts on it. */
  @Override
  public void close() throws IOException {
    server.close();
    boolean interrupted = false;
    while (stopped.getCount() > 0) {
      try {
        stopped.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // There is nothing else that an accept can end with.
    } finally {
      stopped.countDown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      Optional<SSLContext> shown = tls;
      if (shown.isPresent()) {
        try (SSLSocket secure =
            (SSLSocket) shown.get().getSocketFactory().createSocket(socket, null, true)) {
          // A classic load balancer speaks nothing newer.
          secure.setEnabledProtocols(new String[] {"TLSv1.2"});
          secure.startHandshake();
          drain(secure.getInputStream());
        }
      }
    } catch (IOException gone) {
      // The client sees the same, and it is the client that a test asks.
    } finally {
      open.remove(socket);
    }
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[1024];
    int read = 0;
    while (read >= 0) {
      read = in.read(buffer);
    }
  }
}
