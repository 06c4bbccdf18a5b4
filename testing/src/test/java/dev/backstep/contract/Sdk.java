package dev.backstep.contract;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Plain SDK clients for a referee, which do not retry, and the pieces of requests. */
final class Sdk {

  static final StaticCredentialsProvider KEYS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAFAKEFAKEFAKE0000", "fake"));

  private Sdk() {}

  static Ec2Client ec2(Referee referee) {
    return common(Ec2Client.builder().httpClient(referee.http()), referee).build();
  }

  static ElasticLoadBalancingClient elb(Referee referee) {
    return common(ElasticLoadBalancingClient.builder().httpClient(referee.http()), referee).build();
  }

  static KmsClient kms(Referee referee) {
    return common(KmsClient.builder().httpClient(referee.http()), referee).build();
  }

  static StsClient sts(Referee referee) {
    return common(StsClient.builder().httpClient(referee.http()), referee).build();
  }

  static AcmClient acm(Referee referee) {
    return common(AcmClient.builder().httpClient(referee.http()), referee).build();
  }

  static Route53Client dns(Referee referee) {
    return common(Route53Client.builder().httpClient(referee.http()), referee).build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B common(B builder, Referee referee) {
    referee.endpoint().ifPresent(builder::endpointOverride);
    return builder
        .region(Region.of(Referee.REGION))
        .credentialsProvider(KEYS)
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  static TagSpecification named(ResourceType type, String name) {
    return tagged(type, Map.of("Name", name));
  }

  static TagSpecification tagged(ResourceType type, Map<String, String> tags) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(
            tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  static Map<String, String> map(Iterable<Tag> tags) {
    Map<String, String> map = new TreeMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  /** One TCP port from a block of addresses or from a group. */
  static IpPermission tcp(int port, String source) {
    IpPermission.Builder permission =
        IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port);
    return source.startsWith("sg-")
        ? permission.userIdGroupPairs(UserIdGroupPair.builder().groupId(source).build()).build()
        : permission.ipRanges(IpRange.builder().cidrIp(source).build()).build();
  }

  /** A TCP listener. */
  static Listener listener(int port, int instancePort) {
    return Listener.builder()
        .protocol("TCP")
        .loadBalancerPort(port)
        .instanceProtocol("TCP")
        .instancePort(instancePort)
        .build();
  }
}
