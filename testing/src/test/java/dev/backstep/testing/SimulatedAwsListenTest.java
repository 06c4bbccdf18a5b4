package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.route53.Route53Client;

class SimulatedAwsListenTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 3);
  private final SdkHttpClient http = ApacheHttpClient.create();
  private final Ec2Client ec2 =
      Clients.common(
              Ec2Client.builder().httpClient(http).endpointOverride(aws.listen()), aws, "us-west-2")
          .build();
  private final ElasticLoadBalancingClient elb =
      Clients.common(
              ElasticLoadBalancingClient.builder().httpClient(http).endpointOverride(aws.listen()),
              aws,
              "us-west-2")
          .build();

  @AfterEach
  void close() {
    http.close();
    aws.close();
  }

  @Test
  void listen_whenAskedOverHttp_answersLikeInProcess() {
    assertThat(ec2.describeInstances().reservations()).hasSize(3);
    refused(
        400,
        "LoadBalancerNotFound",
        () -> elb.describeLoadBalancers(r -> r.loadBalancerNames("none")));
    assertThat(aws.ledger().operations())
        .containsExactly("DescribeInstances", "DescribeLoadBalancers");
  }

  @Test
  void listen_whenAskedInJsonOrAtAPath_answersLikeInProcess() {
    AcmClient acm = client(AcmClient.builder().httpClient(http)).build();
    Route53Client dns = client(Route53Client.builder().httpClient(http)).build();
    String zone =
        dns.createHostedZone(r -> r.name("example.com").callerReference("once")).hostedZone().id();
    String arn =
        acm.requestCertificate(r -> r.domainName("impala.example.com").validationMethod("DNS"))
            .certificateArn();

    assertThat(acm.describeCertificate(r -> r.certificateArn(arn)).certificate().statusAsString())
        .isEqualTo("PENDING_VALIDATION");
    assertThat(
            dns.listResourceRecordSets(r -> r.hostedZoneId(zone).maxItems("1"))
                .resourceRecordSets())
        .hasSize(1);
    refused(
        400,
        "InvalidArnException",
        () -> acm.describeCertificate(r -> r.certificateArn("arn:aws:acm:x:1:none")));
    refused(404, "NoSuchHostedZone", () -> dns.getHostedZone(r -> r.id("ZNONE")));
    aws.onCall("ListCertificates").garbage();
    assertThatThrownBy(acm::listCertificates).isInstanceOf(SdkClientException.class);
  }

  private <B extends AwsClientBuilder<B, ?>> B client(B builder) {
    return Clients.common(builder.endpointOverride(aws.listen()), aws, "us-west-2");
  }

  @Test
  void listen_whenAnswerLost_connectionEndsAndTheCallHasActed() {
    String vpc = ec2.describeVpcs().vpcs().get(0).vpcId();
    aws.onCall("CreateSecurityGroup").answerLost();

    assertThatThrownBy(
            () -> ec2.createSecurityGroup(r -> r.groupName("a").description("x").vpcId(vpc)))
        .hasCauseInstanceOf(IOException.class);

    assertThat(
            ec2.describeSecurityGroups(r -> r.filters(Clients.filter("group-name", "a")))
                .securityGroups())
        .hasSize(1);
  }

  @Test
  void listen_whenAskedTwice_saysTheSameAddressUntilClosed() {
    URI first = aws.listen();

    assertThat(aws.listen()).isEqualTo(first);
    aws.close();
    assertThatThrownBy(ec2::describeVpcs).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void listen_whenServiceNotSimulated_saysSo() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(aws.listen()).build(), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(answer.body()).contains("ec2 2016-11-15");
  }
}
