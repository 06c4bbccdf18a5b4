package dev.backstep;

import dev.backstep.aws.AwsAccess;
import dev.backstep.testing.SimulatedAws;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * SDK clients that serve one simulated account after the other: to make them takes longer than a
 * run.
 */
final class Stage implements SdkHttpClient {

  private final Ec2Client ec2 = build(Ec2Client.builder());
  private final ElasticLoadBalancingClient elb = build(ElasticLoadBalancingClient.builder());
  private final StsClient sts = build(StsClient.builder());
  private final AcmClient acm = build(AcmClient.builder());
  private final Route53Client route53 = build(Route53Client.builder());
  private volatile SimulatedAws account = SimulatedAws.empty();

  /** A process of its own in an account, which from now on is the one that is served. */
  AwsAccess access(SimulatedAws aws) {
    account = aws;
    return AwsAccess.inRegion(aws.region())
        .clients(ec2, elb, sts)
        .client(acm)
        .client(route53)
        .dialer(aws.access().dialer())
        .time(aws.time())
        .journal(aws.access().journal());
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return account.prepareRequest(request);
  }

  @Override
  public String clientName() {
    return "Stage";
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C build(B builder) {
    return builder
        .region(Region.US_WEST_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIASIMULATED", "none")))
        .httpClient(this)
        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
