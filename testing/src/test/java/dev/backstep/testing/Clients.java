package dev.backstep.testing;

import java.util.function.Consumer;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Real SDK clients that talk to a simulation, without retries, and what most tests do with them.
 */
final class Clients {

  final SimulatedAws aws;
  final Ec2Client ec2;
  final ElasticLoadBalancingClient elb;
  final StsClient sts;
  final S3Client s3;
  final KmsClient kms;
  final AcmClient acm;
  final Route53Client dns;

  private Clients(SimulatedAws aws, String region) {
    this.aws = aws;
    ec2 = common(Ec2Client.builder().httpClient(aws), aws, region).build();
    elb = common(ElasticLoadBalancingClient.builder().httpClient(aws), aws, region).build();
    sts = common(StsClient.builder().httpClient(aws), aws, region).build();
    kms = common(KmsClient.builder().httpClient(aws), aws, region).build();
    s3 = common(S3Client.builder().httpClient(aws), aws, region).build();
    acm = common(AcmClient.builder().httpClient(aws), aws, region).build();
    dns = common(Route53Client.builder().httpClient(aws), aws, region).build();
  }

  static Clients of(SimulatedAws aws) {
    return new Clients(aws, aws.region());
  }

  static Clients of(SimulatedAws aws, String region) {
    return new Clients(aws, region);
  }

  static <B extends AwsClientBuilder<B, ?>> B common(B builder, SimulatedAws aws, String region) {
    return builder
        .region(Region.of(region))
        .credentialsProvider(aws.credentials())
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)));
  }

  String vpc() {
    return ec2.describeVpcs().vpcs().get(0).vpcId();
  }

  String subnet() {
    return ec2.describeSubnets().subnets().get(0).subnetId();
  }

  String worker(int number) {
    return ec2.describeInstances(r -> r.filters(filter("tag:Name", "* worker " + number)))
        .reservations()
        .get(0)
        .instances()
        .get(0)
        .instanceId();
  }

  String group(String name) {
    return ec2.createSecurityGroup(groupRequest(name)).groupId();
  }

  CreateSecurityGroupRequest groupRequest(String name) {
    return CreateSecurityGroupRequest.builder()
        .groupName(name)
        .description("a group")
        .vpcId(vpc())
        .build();
  }

  void allow(String group, int port, String source) {
    ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(tcp(port, source)));
  }

  static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  static TagSpecification tags(String type, String key, String value) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(software.amazon.awssdk.services.ec2.model.Tag.builder().key(key).value(value).build())
        .build();
  }

  static Instance instance(String id) {
    return Instance.builder().instanceId(id).build();
  }

  static IpPermission tcp(int port, String source) {
    IpPermission.Builder permission =
        IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port);
    return source.startsWith("sg-")
        ? permission.userIdGroupPairs(UserIdGroupPair.builder().groupId(source).build()).build()
        : permission.ipRanges(IpRange.builder().cidrIp(source).build()).build();
  }

  CreateLoadBalancerRequest balancerRequest(String name, String... groups) {
    return CreateLoadBalancerRequest.builder()
        .loadBalancerName(name)
        .scheme("internal")
        .subnets(subnet())
        .securityGroups(groups)
        .listeners(listener(21000), listener(21050))
        .tags(Tag.builder().key("owner").value("impala").build())
        .build();
  }

  static Listener listener(int port) {
    return Listener.builder()
        .protocol("TCP")
        .loadBalancerPort(port)
        .instanceProtocol("TCP")
        .instancePort(port)
        .build();
  }

  String balancer(String name, Consumer<CreateLoadBalancerRequest.Builder> change) {
    CreateLoadBalancerRequest.Builder request = balancerRequest(name).toBuilder();
    change.accept(request);
    elb.createLoadBalancer(request.build());
    return name;
  }

  String balancer(String name) {
    return balancer(name, request -> {});
  }
}
