package dev.backstep.contract;

import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ResourceRecord;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;

/** The steps on the way to a certificate, with plain SDK calls. */
record CertificateSteps(AcmClient acm, Route53Client dns, TimeSource time) {

  /** Longer than a moto takes that was not told to be quick by MOTO_ACM_VALIDATION_WAIT. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Makes a public zone and says its id without what stands before it. */
  String zone(String name) {
    return dns.createHostedZone(r -> r.name(name).callerReference("zone of " + name))
        .hostedZone()
        .id()
        .replace("/hostedzone/", "");
  }

  /** Asks for a certificate that is validated by DNS. */
  String request(String domain) {
    return acm.requestCertificate(r -> r.domainName(domain).validationMethod("DNS"))
        .certificateArn();
  }

  /** Asks for a certificate, shows that the domain is ours, and waits for the issue. */
  String issued(String zone, String domain) {
    String arn = request(domain);
    String change = change(zone, ChangeAction.UPSERT, record(arn));
    await(() -> isInSync(change));
    await(() -> describe(arn).statusAsString().equals("ISSUED"));
    return arn;
  }

  /** The record that proves a certificate's first name, once it is told. */
  ResourceRecord record(String arn) {
    await(
        () -> {
          List<DomainValidation> options = describe(arn).domainValidationOptions();
          return !options.isEmpty() && options.get(0).resourceRecord() != null;
        });
    return describe(arn).domainValidationOptions().get(0).resourceRecord();
  }

  String change(String zone, ChangeAction action, ResourceRecord record) {
    return change(zone, action, record.name(), record.value());
  }

  /** Changes one CNAME and says the id of the change. */
  String change(String zone, ChangeAction action, String name, String value) {
    Change change =
        Change.builder()
            .action(action)
            .resourceRecordSet(
                set ->
                    set.name(name)
                        .type("CNAME")
                        .ttl(300L)
                        .resourceRecords(
                            software.amazon.awssdk.services.route53.model.ResourceRecord.builder()
                                .value(value)
                                .build()))
            .build();
    return dns.changeResourceRecordSets(
            r -> r.hostedZoneId(zone).changeBatch(batch -> batch.changes(change)))
        .changeInfo()
        .id();
  }

  boolean isInSync(String change) {
    return dns.getChange(r -> r.id(change)).changeInfo().statusAsString().equals("INSYNC");
  }

  CertificateDetail describe(String arn) {
    return acm.describeCertificate(r -> r.certificateArn(arn)).certificate();
  }

  /** Looks until it is so, on the referee's clock. */
  void await(BooleanSupplier so) {
    Instant end = time.now().plus(PATIENCE);
    while (!so.getAsBoolean()) {
      if (time.now().isAfter(end)) {
        throw new AssertionError("not so after " + PATIENCE);
      }
      try {
        time.sleep(Duration.ofMillis(250));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting", e);
      }
    }
  }
}
