package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.route53.model.ChangeAction.CREATE;
import static software.amazon.awssdk.services.route53.model.ChangeAction.DELETE;
import static software.amazon.awssdk.services.route53.model.ChangeAction.UPSERT;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;

/** Hosted zones and their records, as a validation by DNS relies on them. */
@OnEachReferee
class DnsContractTest extends Contract {

  private static final String NAME = "_a1.impala.example.com.";
  private static final String VALUE = "_b2.acm-validations.aws.";

  @AutoClose private Route53Client dns;
  private CertificateSteps steps;
  private String zone;

  @BeforeEach
  void build() {
    dns = Sdk.dns(referee);
    steps = new CertificateSteps(Sdk.acm(referee), dns, referee.time());
    zone = steps.zone("example.com");
  }

  @Test
  void zone_whenMade_isFoundByItsName() {
    steps.zone("example.org");

    assertThat(dns.listHostedZonesByName(r -> r.dnsName("example.com").maxItems("1")).hostedZones())
        .extracting(HostedZone::name)
        .containsExactly("example.com.");
    HostedZone found = dns.getHostedZone(r -> r.id(zone)).hostedZone();
    assertThat(found.name()).isEqualTo("example.com.");
    assertThat(found.config().privateZone()).isFalse();
  }

  @Test
  void zone_whenItIsNotThere_isRefused() {
    assertThat(refused("NoSuchHostedZone", () -> dns.getHostedZone(r -> r.id("Z00000000000"))))
        .isInstanceOf(NoSuchHostedZoneException.class);
    refused("NoSuchHostedZone", () -> steps.change("Z00000000000", CREATE, NAME, VALUE));
  }

  @Test
  void change_whenMade_isListedAndComesInSync() {
    String change = steps.change(zone, CREATE, NAME, VALUE);

    assertThat(records()).containsExactly(NAME + " " + VALUE);
    steps.await(() -> steps.isInSync(change));
  }

  @Test
  void change_whenTheRecordToCreateIsThere_isRefused() {
    steps.change(zone, CREATE, NAME, VALUE);

    refused("InvalidChangeBatch", () -> steps.change(zone, CREATE, NAME, VALUE));
  }

  @Test
  void change_whenUpserted_replacesTheRecord() {
    steps.change(zone, UPSERT, NAME, VALUE);
    steps.change(zone, UPSERT, NAME, "other.example.net.");

    assertThat(records()).containsExactly(NAME + " other.example.net.");
  }

  @Test
  void change_whenDeleted_takesTheRecordAway() {
    steps.change(zone, CREATE, NAME, VALUE);

    steps.change(zone, DELETE, NAME, VALUE);

    assertThat(records()).isEmpty();
  }

  @Test
  void change_whenTheRecordToDeleteIsNotThere_isRefused() {
    refused(
        departs(Departure.ABSENT_RECORD_IS_INVALID_INPUT) ? "InvalidInput" : "InvalidChangeBatch",
        () -> steps.change(zone, DELETE, NAME, VALUE));
  }

  @Test
  void change_whenTheNameIsOfAnotherZone_isRefused() {
    refused("InvalidChangeBatch", () -> steps.change(zone, CREATE, "www.example.org.", VALUE));
  }

  private List<String> records() {
    return dns
        .listResourceRecordSets(r -> r.hostedZoneId(zone).startRecordName(NAME))
        .resourceRecordSets()
        .stream()
        .filter(set -> set.typeAsString().equals("CNAME"))
        .map(set -> set.name() + " " + set.resourceRecords().get(0).value())
        .toList();
  }
}
