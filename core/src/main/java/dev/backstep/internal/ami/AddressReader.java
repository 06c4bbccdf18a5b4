package dev.backstep.internal.ami;

import dev.backstep.plan.PlanningFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Asks a web service from which address this machine comes. */
final class AddressReader {

  /** AWS's own: it answers with the address and a line break. */
  static final URI OF_AWS = URI.create("https://checkip.amazonaws.com");

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String IPV4 = "\\d{1,3}(\\.\\d{1,3}){3}";

  private AddressReader() {}

  /** The address, IPv4. */
  static String read(URI service) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    HttpRequest request = HttpRequest.newBuilder(service).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      String address = answer.body().strip();
      if (answer.statusCode() == 200 && address.matches(IPV4)) {
        return address;
      }
      throw failed(service, "it answered with status " + answer.statusCode(), null);
    } catch (IOException e) {
      throw failed(service, String.valueOf(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("planning was interrupted; nothing was changed");
    }
  }

  private static PlanningFailedException failed(
      URI service, String why, @org.jspecify.annotations.Nullable Exception cause) {
    return new PlanningFailedException(
        "allowSshFromMyAddress: %s did not tell this machine's address: %s (expected: an IPv4 address; or name it with allowSshFrom(...)); nothing was changed"
            .formatted(service, why),
        cause);
  }
}
