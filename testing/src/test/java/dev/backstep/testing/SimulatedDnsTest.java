package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

class SimulatedDnsTest {

  private final ManualTime time = ManualTime.stopped();
  private final SimulatedAws aws = SimulatedAws.empty(time);
  private final Route53Client dns = Clients.of(aws).dns;
  private final String zone = aws.world().addHostedZone("example.com");

  @Test
  void zone_whenMade_isFoundFromAnyRegion() {
    HostedZone made =
        Clients.of(aws, "eu-west-1")
            .dns
            .createHostedZone(r -> r.name("Example.org").callerReference("once"))
            .hostedZone();

    assertThat(made.id()).matches("Z[A-Z0-9]{13}");
    assertThat(made.name()).isEqualTo("example.org.");
    HostedZone found = dns.getHostedZone(r -> r.id("/hostedzone/" + made.id())).hostedZone();
    assertThat(found).isEqualTo(made);
    assertThat(found.resourceRecordSetCount()).isEqualTo(2);
    assertThat(found.config().privateZone()).isFalse();
    assertThat(dns.listHostedZones().hostedZones()).hasSize(2);
    refused(
        409,
        "HostedZoneAlreadyExists",
        () -> dns.createHostedZone(r -> r.name("a.org").callerReference("once")));
    dns.deleteHostedZone(r -> r.id(made.id()));
    assertThat(aws.world().hostedZones()).containsExactly(zone);
  }

  @Test
  void zone_whenMissing_isRefused() {
    assertThat(refused(404, "NoSuchHostedZone", () -> dns.getHostedZone(r -> r.id("ZNONE"))))
        .isInstanceOf(NoSuchHostedZoneException.class)
        .hasMessageContaining("No hosted zone found with ID: ZNONE");
    refused(404, "NoSuchHostedZone", () -> list("ZNONE"));
    refused(404, "NoSuchHostedZone", () -> dns.deleteHostedZone(r -> r.id("ZNONE")));
    refused(404, "NoSuchChange", () -> dns.getChange(r -> r.id("CNONE")));
  }

  @Test
  void listByName_whenStartedAtAName_goesOnInTheOrderOfReversedNames() {
    String sub = aws.world().addHostedZone("sub.example.com");
    String other = aws.world().addHostedZone("a.net");
    String again = aws.world().addPrivateHostedZone("example.com");

    ListHostedZonesByNameResponse first =
        dns.listHostedZonesByName(r -> r.dnsName("example.com").maxItems("2"));

    assertThat(first.hostedZones())
        .extracting(HostedZone::id)
        .containsExactlyInAnyOrder("/hostedzone/" + zone, "/hostedzone/" + again);
    assertThat(first.isTruncated()).isTrue();
    assertThat(first.nextDNSName()).isEqualTo("sub.example.com.");
    ListHostedZonesByNameResponse second =
        dns.listHostedZonesByName(
            r -> r.dnsName(first.nextDNSName()).hostedZoneId(first.nextHostedZoneId()));
    assertThat(second.hostedZones())
        .extracting(HostedZone::id)
        .containsExactly("/hostedzone/" + sub, "/hostedzone/" + other);
    assertThat(second.isTruncated()).isFalse();
  }

  @Test
  void change_whenMade_isPendingAndThenInSync() throws InterruptedException {
    String change = change(zone, change("CREATE", "www.example.com", "a.example.net"));

    assertThat(change).matches("C[A-Z0-9]{13}");
    assertThat(aws.world().records(zone)).containsExactly("www.example.com. CNAME a.example.net");
    assertThat(status(change)).isEqualTo("PENDING");
    time.advance(Duration.ofSeconds(30));
    assertThat(status(change)).isEqualTo("INSYNC");
  }

  @Test
  void change_whenUpsertedAndDeleted_isAsBefore() {
    WorldSnapshot before = aws.snapshot();

    change(zone, change("UPSERT", "www.example.com", "a.example.net"));
    change(zone, change("UPSERT", "WWW.example.com.", "b.example.net"));
    assertThat(before.diff(aws.snapshot()))
        .contains(
            "+ aws-global record "
                + zone
                + "/www.example.com.CNAME ResourceRecords=[Value=b.example.net]");
    change(zone, change("DELETE", "www.example.com", "b.example.net"));

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE, www.example.com, a.example.net, but it already exists",
    "DELETE, www.example.com, b.example.net, but the values provided do not match",
    "DELETE, ftp.example.com, a.example.net, but it was not found",
    "UPSERT, www.example.org, a.example.net, is not permitted in zone example.com.",
    "UPSERT, example.com,     a.example.net, is not permitted at apex in zone example.com."
  })
  void change_whenItDoesNotFit_isRefusedWhole(
      String action, String name, String value, String message) {
    change(zone, change("CREATE", "www.example.com", "a.example.net"));
    WorldSnapshot before = aws.snapshot();

    assertThat(
            refused(
                400,
                "InvalidChangeBatch",
                () ->
                    change(
                        zone,
                        change("UPSERT", "other.example.com", "c.example.net"),
                        change(action, name, value))))
        .isInstanceOf(InvalidChangeBatchException.class)
        .hasMessageContaining(message);

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void change_whenACnameHasTheName_isRefused() {
    change(zone, change("CREATE", "www.example.com", "a.example.net"));
    Change address =
        Change.builder()
            .action("CREATE")
            .resourceRecordSet(
                set ->
                    set.name("www.example.com")
                        .type("A")
                        .ttl(60L)
                        .resourceRecords(value("192.0.2.1")))
            .build();

    assertThat(refused(400, "InvalidChangeBatch", () -> change(zone, address)))
        .hasMessageContaining("conflicts with other records");
  }

  @Test
  void change_whenIncomplete_isRefused() {
    refused(400, "InvalidInput", () -> change(zone));
    refused(
        400,
        "InvalidInput",
        () ->
            change(
                zone,
                Change.builder()
                    .action("UPSERT")
                    .resourceRecordSet(set -> set.name("www.example.com").type("CNAME"))
                    .build()));
    refused(400, "InvalidInput", () -> change(zone, change("MOVE", "a.example.com", "b")));
  }

  @Test
  void zone_whenItHasRecords_isNotDeleted() {
    change(zone, change("CREATE", "www.example.com", "a.example.net"));

    refused(400, "HostedZoneNotEmpty", () -> dns.deleteHostedZone(r -> r.id(zone)));
  }

  @Test
  void list_whenStartedAtANameOrInPages_findsTheRest() {
    for (String name : List.of("b", "a", "*", "x.a")) {
      change(zone, change("CREATE", name + ".example.com", "t.example.net"));
    }

    assertThat(list(zone))
        .containsExactly(
            "example.com.",
            "example.com.",
            "\\052.example.com.",
            "a.example.com.",
            "x.a.example.com.",
            "b.example.com.");
    assertThat(
            dns.listResourceRecordSets(
                    r ->
                        r.hostedZoneId(zone)
                            .startRecordName("a.example.com")
                            .startRecordType("CNAME")
                            .maxItems("1"))
                .resourceRecordSets())
        .extracting(ResourceRecordSet::name)
        .containsExactly("a.example.com.");
    aws.pageSize(2);
    assertThat(dns.listResourceRecordSetsPaginator(r -> r.hostedZoneId(zone)).resourceRecordSets())
        .hasSize(6);
  }

  @Test
  void faults_whenScripted_areMetAsElsewhere() {
    aws.onCall("ChangeResourceRecordSets").throttle(1);

    refused(400, "Throttling", () -> change(zone, change("CREATE", "a.example.com", "b")));
    change(zone, change("CREATE", "a.example.com", "b"));

    assertThat(aws.ledger().calls("ChangeResourceRecordSets").calls())
        .hasSize(2)
        .allSatisfy(
            call ->
                assertThat(call.parameters())
                    .containsEntry("ChangeBatch.Changes.1.Action", "CREATE"));
  }

  private List<String> list(String zoneId) {
    return dns.listResourceRecordSets(r -> r.hostedZoneId(zoneId)).resourceRecordSets().stream()
        .map(ResourceRecordSet::name)
        .toList();
  }

  private String change(String zoneId, Change... changes) {
    return dns.changeResourceRecordSets(
            r -> r.hostedZoneId(zoneId).changeBatch(batch -> batch.changes(changes)))
        .changeInfo()
        .id();
  }

  private String status(String changeId) {
    return dns.getChange(r -> r.id(changeId)).changeInfo().statusAsString();
  }

  private static Change change(String action, String name, String value) {
    return Change.builder()
        .action(action)
        .resourceRecordSet(
            set -> set.name(name).type("CNAME").ttl(300L).resourceRecords(value(value)))
        .build();
  }

  private static ResourceRecord value(String value) {
    return ResourceRecord.builder().value(value).build();
  }
}
