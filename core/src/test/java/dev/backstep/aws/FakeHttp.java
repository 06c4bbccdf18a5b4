package dev.backstep.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** An HTTP client that keeps requests and answers all of them alike, or not at all. */
public final class FakeHttp implements SdkHttpClient {

  private final int status;
  private final String body;
  private final boolean silent;
  private final List<HttpExecuteRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private FakeHttp(int status, String body, boolean silent) {
    this.status = status;
    this.body = body;
    this.silent = silent;
  }

  /** Answers each request with the status and the body. */
  public static FakeHttp answering(int status, String body) {
    return new FakeHttp(status, body, false);
  }

  /** Never answers; a request ends when it is aborted. */
  public static FakeHttp silent() {
    return new FakeHttp(200, "", true);
  }

  /** An access that goes there, with keys that are nobody's. */
  public static AwsAccess access(FakeHttp http) {
    return AwsAccess.inRegion("us-west-2").credentials(keys()).httpClient(http);
  }

  static StaticCredentialsProvider keys() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create("AKIANOBODYS000000KEY", "nobodys-secret"));
  }

  List<HttpExecuteRequest> requests() {
    return requests;
  }

  boolean isClosed() {
    return closed.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    requests.add(request);
    CountDownLatch aborted = new CountDownLatch(1);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        if (silent) {
          try {
            aborted.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IOException("the request was aborted");
        }
        return HttpExecuteResponse.builder()
            .response(SdkHttpResponse.builder().statusCode(status).build())
            .responseBody(
                AbortableInputStream.create(
                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
            .build();
      }

      @Override
      public void abort() {
        aborted.countDown();
      }
    };
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
