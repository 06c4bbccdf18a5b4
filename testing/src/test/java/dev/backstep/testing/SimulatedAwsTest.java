package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;

class SimulatedAwsTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);
  private final Clients clients = Clients.of(aws);

  @Test
  void sts_whenAsked_tellsTheAccount() {
    assertThat(clients.sts.getCallerIdentity().account()).isEqualTo(aws.accountId());
  }

  @Test
  void operation_whenNotSimulated_isRefusedWithWhatIsKnown() {
    assertThat(refused(400, "InvalidAction", () -> clients.ec2.describeRegions()))
        .hasMessageContaining("DescribeRegions")
        .hasMessageContaining("CreateSecurityGroup");
  }

  @Test
  void service_whenNotSimulated_isNamed() {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("https://sqs.us-west-2.amazonaws.com/"))
            .build();

    assertThatThrownBy(
            () -> aws.prepareRequest(HttpExecuteRequest.builder().request(request).build()).call())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no simulated service for 'sqs'");
  }

  @Test
  void regions_whenTwo_areApart() {
    Clients east = Clients.of(aws, "us-east-1");

    assertThat(east.ec2.describeVpcs().vpcs()).isEmpty();
    aws.world("us-east-1").addVpc("east", "10.50.0.0/16");
    assertThat(east.ec2.describeVpcs().vpcs()).hasSize(1);
    assertThat(clients.ec2.describeVpcs().vpcs()).hasSize(1);
    assertThat(aws.ledger().calls().get(0).region()).isEqualTo("us-east-1");
  }

  @Test
  void ledger_whenCallsMade_tellsAllOfThem() {
    clients.vpc();
    long mark = aws.ledger().mark();
    clients.balancer("elb");

    Call call = aws.ledger().since(mark).mutating().calls().get(0);
    assertThat(call.service()).isEqualTo("elasticloadbalancing");
    assertThat(call.parameters())
        .containsEntry("LoadBalancerName", "elb")
        .containsEntry("Listeners.2.LoadBalancerPort", "21050")
        .containsEntry("Tags.1.Key", "owner");
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.acted()).isTrue();
    assertThat(call.userAgent()).contains("aws-sdk-java");
    assertThat(call.requestId()).hasSize(36);
    assertThat(aws.ledger().since(mark).reads().operations()).containsExactly("DescribeSubnets");
    assertThat(aws.ledger().count("DescribeVpcs")).isEqualTo(1);
    assertThat(aws.ledger().toString()).contains("#3 CreateLoadBalancer 200");
  }

  @Test
  void madeBy_whenUserOrServiceOrCall_tellsThem() {
    String vpc = clients.vpc();
    clients.balancer("elb");
    String eni =
        clients
            .ec2
            .describeNetworkInterfaces(r -> r.filters(Clients.filter("requester-id", "amazon-elb")))
            .networkInterfaces()
            .get(0)
            .networkInterfaceId();

    assertThat(aws.madeBy(vpc)).contains(new Maker.User());
    assertThat(aws.madeBy(eni)).contains(new Maker.Service("elasticloadbalancing"));
    assertThat(aws.madeBy("elb")).get().isInstanceOf(Maker.Caller.class);
    assertThat(aws.madeBy("sg-0")).isEmpty();
  }

  @Test
  void world_whenUserEdits_isNoCall() {
    String group = aws.world().addSecurityGroup(clients.vpc(), "mine", Map.of("a", "b"));
    WorldSnapshot before = aws.snapshot();
    int calls = aws.ledger().size();

    String rule = aws.world().addRule(group, 443, "10.0.0.0/8");
    assertThat(aws.world().securityGroups("mine")).containsExactly(group);
    assertThat(aws.world().instances()).hasSize(2);
    assertThat(aws.world().vpcs()).hasSize(1);
    assertThat(aws.world().subnets()).hasSize(1);
    aws.world().tag(group, "a", "c");

    assertThat(aws.ledger().size()).isEqualTo(calls);
    assertThat(before.diff(aws.snapshot()))
        .contains("- us-west-2 tag " + group + " a=b", "+ us-west-2 tag " + group + " a=c")
        .anyMatch(line -> line.startsWith("+ us-west-2 security-group-rule " + rule));
    aws.world().deleteRule(rule);
    aws.world().tag(group, "a", "b");
    assertThat(before.diff(aws.snapshot())).isEmpty();
    aws.world().untag(group, "a");
    assertThat(before.diff(aws.snapshot())).hasSize(1);
  }

  @Test
  void readLag_whenGroupMade_isSeenAndUsableOnlyLater() throws Exception {
    aws.readLag(Duration.ofSeconds(10));
    String group = clients.group("FE");

    assertThat(find(group)).isEmpty();
    refused(
        400,
        "InvalidGroup.NotFound",
        () -> clients.ec2.describeSecurityGroups(r -> r.groupIds(group)));
    refused(400, "InvalidGroup.NotFound", () -> clients.allow(group, 1, "10.0.0.0/8"));
    refused(400, "InvalidGroup.Duplicate", () -> clients.group("FE"));
    aws.time().sleep(Duration.ofSeconds(10));
    assertThat(find(group)).hasSize(1);
    clients.allow(group, 1, "10.0.0.0/8");

    clients.ec2.deleteSecurityGroup(r -> r.groupId(group));
    assertThat(find(group)).hasSize(1);
    aws.time().sleep(Duration.ofSeconds(10));
    assertThat(find(group)).isEmpty();
  }

  @Test
  void readLag_whenUserEdits_isSeenAtOnce() {
    aws.readLag(Duration.ofSeconds(10));

    assertThat(find(aws.world().addSecurityGroup(clients.vpc(), "mine"))).hasSize(1);
  }

  @Test
  void latency_whenCallsRunInParallel_overlaps() throws Exception {
    aws.latency(Duration.ofSeconds(1)).latency("CreateSecurityGroup", Duration.ofSeconds(5));
    String vpc = clients.vpc();
    Instant before = aws.time().now();
    CountDownLatch done = new CountDownLatch(3);

    aws.time()
        .execute(
            () -> {
              for (String name : List.of("a", "b", "c")) {
                aws.time()
                    .execute(
                        () -> {
                          clients.ec2.createSecurityGroup(
                              r -> r.groupName(name).description("x").vpcId(vpc));
                          done.countDown();
                        });
              }
            });
    done.await();

    assertThat(Duration.between(before, aws.time().now())).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void create_whenRacedForOneName_onlyOneWins() throws Exception {
    String vpc = clients.vpc();
    AtomicInteger won = new AtomicInteger();
    AtomicInteger duplicates = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          try {
                            clients.ec2.createSecurityGroup(
                                r -> r.groupName("one").description("x").vpcId(vpc));
                            won.incrementAndGet();
                          } catch (Ec2Exception e) {
                            duplicates.incrementAndGet();
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(won).hasValue(1);
    assertThat(duplicates).hasValue(15);
    assertThat(aws.ledger().count("CreateSecurityGroup")).isEqualTo(16);
  }

  @Test
  void settings_whenInvalid_sayWhatIsExpected() {
    assertThatThrownBy(() -> aws.pageSize(0)).hasMessage("pageSize: 0 (expected: at least 1)");
    assertThatThrownBy(() -> SimulatedAws.withCluster("x", 201))
        .hasMessageContaining("workers: 201 (expected: from 0 to 200");
  }

  private List<?> find(String group) {
    Filter filter = Clients.filter("group-id", group);
    return clients.ec2.describeSecurityGroups(r -> r.filters(filter)).securityGroups();
  }
}
