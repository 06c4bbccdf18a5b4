package dev.backstep.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * The way from a plan to a referee: writes down which operations pass, and can spoil one call:
 * refuse it, so that the referee never hears of it, or lose its answer.
 */
final class Wire implements SdkHttpClient {

  private static final String JSON_OPERATION = "X-Amz-Target";

  private final SdkHttpClient to;
  private final List<String> operations = new ArrayList<>();
  private Trouble trouble = Trouble.NONE;
  private String troubled = "";
  private int nth;

  private enum Trouble {
    NONE,
    REFUSED,
    ANSWER_LOST
  }

  Wire(SdkHttpClient to) {
    this.to = to;
  }

  /** Answers AccessDenied to the nth call from now of an operation, once. */
  void refuse(String operation, int nth) {
    trouble(Trouble.REFUSED, operation, nth);
  }

  /** Lets the nth call from now of an operation pass, once, but not its answer. */
  void loseAnswer(String operation, int nth) {
    trouble(Trouble.ANSWER_LOST, operation, nth);
  }

  /** Whether the trouble that was asked for has happened. */
  synchronized boolean isSpent() {
    return nth <= 0;
  }

  /** The operations so far that can change something; of S3 and Route 53, the HTTP methods. */
  synchronized List<String> changes() {
    return operations.stream()
        .filter(operation -> !operation.matches("(Describe|Get|List|GET|HEAD).*"))
        .toList();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    String form = form(request);
    boolean isJson = request.httpRequest().firstMatchingHeader(JSON_OPERATION).isPresent();
    return switch (next(operation(request, form))) {
      case NONE -> to.prepareRequest(request);
      case REFUSED -> isJson ? Refusal.json() : Refusal.xml(parameter(form, "Version"));
      case ANSWER_LOST -> new LostAnswer(to.prepareRequest(request));
    };
  }

  /** By the form of Query services, by the head of JSON services, else the HTTP method. */
  private static String operation(HttpExecuteRequest request, String form) {
    String action = parameter(form, "Action");
    return action.isEmpty()
        ? request
            .httpRequest()
            .firstMatchingHeader(JSON_OPERATION)
            .map(target -> target.substring(target.indexOf('.') + 1))
            .orElseGet(() -> request.httpRequest().method().name())
        : action;
  }

  /** What it stands in front of stays open. */
  @Override
  public void close() {}

  private synchronized void trouble(Trouble kind, String operation, int after) {
    trouble = kind;
    troubled = operation;
    nth = after;
  }

  private synchronized Trouble next(String operation) {
    operations.add(operation);
    return operation.equals(troubled) && --nth == 0 ? trouble : Trouble.NONE;
  }

  private static String form(HttpExecuteRequest request) {
    if (request.contentStreamProvider().isEmpty()) {
      return "";
    }
    try (InputStream body = request.contentStreamProvider().get().newStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String parameter(String form, String name) {
    return Arrays.stream(form.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** A call that is made, and whose connection then breaks. */
  private record LostAnswer(ExecutableHttpRequest sent) implements ExecutableHttpRequest {

    @Override
    public HttpExecuteResponse call() throws IOException {
      Optional<AbortableInputStream> body = sent.call().responseBody();
      if (body.isPresent()) {
        try (InputStream answer = body.get()) {
          answer.readAllBytes();
        }
      }
      throw new SocketException("Connection reset");
    }

    @Override
    public void abort() {
      sent.abort();
    }
  }

  /** The answer of a service to keys that may not do what they ask. */
  private record Refusal(int status, String type, String body) implements ExecutableHttpRequest {

    private static final String EC2 = "2016-11-15";

    static Refusal json() {
      return new Refusal(
          400,
          "application/x-amz-json-1.1",
          "{\"__type\":\"AccessDeniedException\",\"message\":\"not allowed\"}");
    }

    static Refusal xml(String version) {
      String error = "<Error><Code>AccessDenied</Code><Message>not allowed</Message></Error>";
      return new Refusal(
          403,
          "text/xml",
          version.equals(EC2)
              ? "<Response><Errors>" + error + "</Errors><RequestID>0</RequestID></Response>"
              : "<ErrorResponse>" + error + "<RequestId>0</RequestId></ErrorResponse>");
    }

    @Override
    public HttpExecuteResponse call() {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpFullResponse.builder()
                  .statusCode(status)
                  .putHeader("Content-Type", type)
                  .putHeader("Content-Length", String.valueOf(bytes.length))
                  .build())
          .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
          .build();
    }

    @Override
    public void abort() {
      // Nothing was sent: there is no connection to cut.
    }
  }
}
