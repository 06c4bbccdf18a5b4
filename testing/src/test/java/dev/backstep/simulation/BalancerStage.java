package dev.backstep.simulation;

import dev.backstep.aws.AwsAccess;
import java.io.IOException;
import java.util.function.LongFunction;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.sts.StsClient;

/** SDK clients that serve one scenario after the other: to make them takes longer than a run. */
final class BalancerStage implements SdkHttpClient, LongFunction<BalancerScenario> {

  /** Must never be seen in a record, a report or a message. */
  static final String SECRET = "canary-of-the-secret-key";

  private final Ec2Client ec2 = build(Ec2Client.builder());
  private final ElasticLoadBalancingClient elb = build(ElasticLoadBalancingClient.builder());
  private final StsClient sts = build(StsClient.builder());
  private BalancerScenario scenario;

  @Override
  public BalancerScenario apply(long seed) {
    scenario = new BalancerScenario(seed, this);
    return scenario;
  }

  /** A new process: rate limits as if no call had been made. */
  AwsAccess access(SeededTime time) {
    return AwsAccess.inRegion("us-west-2").time(time).clients(ec2, elb, sts);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return scenario.call(request);
      }

      @Override
      public void abort() {
        // There is no connection to cut.
      }
    };
  }

  @Override
  public String clientName() {
    return "BalancerStage";
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C build(B builder) {
    return builder
        .region(Region.US_WEST_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIASIMULATED", SECRET)))
        .httpClient(this)
        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
