package dev.backstep.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backstep.testing.internal.wire.HttpAnswer;
import dev.backstep.testing.internal.wire.HttpCall;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The same calls over HTTP, on this machine only, for clients of any kind. */
final class LoopbackServer implements AutoCloseable {

  private final CallPipeline pipeline;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "simulated-aws");
            thread.setDaemon(true);
            return thread;
          });

  LoopbackServer(CallPipeline pipeline) throws IOException {
    this.pipeline = pipeline;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpAnswer answer;
      try {
        answer = pipeline.answer(read(exchange));
      } catch (IllegalArgumentException notSimulated) {
        answer = HttpAnswer.text(501, "text/plain", String.valueOf(notSimulated.getMessage()));
      } catch (RuntimeException defect) {
        answer = HttpAnswer.text(500, "text/plain", "defect of the simulation: " + defect);
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      // Head and body are two packets, and a kept connection would hold the second back for 40 ms.
      exchange.getResponseHeaders().set("Connection", "close");
      boolean empty = answer.body().length == 0;
      exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }

  private static HttpCall read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String query = exchange.getRequestURI().getRawQuery();
    return new HttpCall(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        headers,
        exchange.getRequestBody().readAllBytes());
  }
}
