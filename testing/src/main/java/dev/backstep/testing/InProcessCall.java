package dev.backstep.testing;

import dev.backstep.testing.internal.wire.HttpAnswer;
import dev.backstep.testing.internal.wire.HttpCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** A call that an SDK client in the same process makes. */
final class InProcessCall implements ExecutableHttpRequest {

  private final CallPipeline pipeline;
  private final HttpExecuteRequest request;

  InProcessCall(CallPipeline pipeline, HttpExecuteRequest request) {
    this.pipeline = pipeline;
    this.request = request;
  }

  @Override
  public HttpExecuteResponse call() throws IOException {
    HttpAnswer answer = pipeline.answer(read());
    SdkHttpResponse.Builder head =
        SdkHttpResponse.builder()
            .statusCode(answer.status())
            .putHeader("Content-Length", String.valueOf(answer.body().length));
    answer.headers().forEach(head::putHeader);
    return HttpExecuteResponse.builder()
        .response(head.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
        .build();
  }

  @Override
  public void abort() {
    // The answer is made in memory: there is no connection to cut.
  }

  private HttpCall read() throws IOException {
    SdkHttpRequest head = request.httpRequest();
    Map<String, String> headers = new LinkedHashMap<>();
    head.forEachHeader(
        (name, values) ->
            headers.put(name.toLowerCase(Locale.ROOT), values.isEmpty() ? "" : values.get(0)));
    headers.putIfAbsent("host", head.host());
    byte[] body = new byte[0];
    if (request.contentStreamProvider().isPresent()) {
      try (InputStream in = request.contentStreamProvider().get().newStream()) {
        body = in.readAllBytes();
      }
    }
    return new HttpCall(
        head.method().name(),
        head.encodedPath(),
        head.encodedQueryParameters().orElse(""),
        headers,
        body);
  }
}
