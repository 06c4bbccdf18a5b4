package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.DomainValidationOption;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.ResourceRecord;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.route53.model.Change;

class SimulatedCertificatesTest {

  private static final String DOMAIN = "impala.example.com";

  private final ManualTime time = ManualTime.stopped();
  private final SimulatedAws aws = SimulatedAws.empty(time);
  private final Clients clients = Clients.of(aws);
  private final AcmClient acm = clients.acm;

  @Test
  void request_whenJustMade_tellsHowToValidateInStages() throws InterruptedException {
    String arn = request(r -> r.subjectAlternativeNames("*.impala.example.com"));

    assertThat(arn).matches("arn:aws:acm:us-west-2:123456789012:certificate/[0-9a-f-]{36}");
    assertThat(describe(arn).statusAsString()).isEqualTo("PENDING_VALIDATION");
    assertThat(describe(arn).hasDomainValidationOptions()).isFalse();

    time.advance(Duration.ofSeconds(3));
    assertThat(describe(arn).domainValidationOptions())
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.resourceRecord()).isNull());

    time.advance(Duration.ofSeconds(3));
    List<DomainValidation> options = describe(arn).domainValidationOptions();
    assertThat(options)
        .extracting(DomainValidation::domainName)
        .containsExactly(DOMAIN, "*.impala.example.com");
    assertThat(options)
        .extracting(DomainValidation::resourceRecord)
        .allSatisfy(it -> assertThat(it.name()).endsWith(".impala.example.com."))
        .allSatisfy(it -> assertThat(it.value()).endsWith(".acm-validations.aws."));
    assertThat(options.get(0).resourceRecord()).isEqualTo(options.get(1).resourceRecord());
    assertThat(describe(arn).keyAlgorithmAsString()).isEqualTo("RSA-2048");
  }

  @Test
  void request_whenItsRecordIsInTheDns_isIssuedAfterAWhile() throws InterruptedException {
    String zone = aws.world().addHostedZone("example.com");
    String arn = request(r -> {});
    time.advance(Duration.ofMinutes(10));
    assertThat(status(arn)).isEqualTo("PENDING_VALIDATION");

    addRecord(zone, record(arn));
    time.advance(Duration.ofSeconds(149));
    assertThat(status(arn)).isEqualTo("PENDING_VALIDATION");

    time.advance(Duration.ofSeconds(1));
    assertThat(status(arn)).isEqualTo("ISSUED");
    CertificateDetail issued = describe(arn);
    assertThat(issued.issuedAt()).isEqualTo(time.now());
    assertThat(Duration.between(issued.notBefore(), issued.notAfter()).toDays()).isEqualTo(394);
    assertThat(issued.domainValidationOptions())
        .allSatisfy(it -> assertThat(it.validationStatusAsString()).isEqualTo("SUCCESS"));
  }

  @Test
  void request_whenTheRecordWasThereBefore_isIssuedWithoutAnotherChange()
      throws InterruptedException {
    String zone = aws.world().addHostedZone("example.com");
    String first = request(r -> {});
    time.advance(Duration.ofSeconds(5));
    addRecord(zone, record(first));
    time.advance(Duration.ofMinutes(5));

    String second = request(r -> {});
    time.advance(Duration.ofSeconds(125));

    assertThat(status(second)).isEqualTo("ISSUED");
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void request_whenTheRecordIsInAPrivateZone_staysPending() throws InterruptedException {
    String zone = aws.world().addPrivateHostedZone("example.com");
    String arn = request(r -> {});
    time.advance(Duration.ofSeconds(5));

    addRecord(zone, record(arn));
    time.advance(Duration.ofHours(1));

    assertThat(status(arn)).isEqualTo("PENDING_VALIDATION");
  }

  @Test
  void request_whenTheRecordIsGoneBeforeTheEnd_staysPending() throws InterruptedException {
    String zone = aws.world().addHostedZone("example.com");
    String arn = request(r -> {});
    time.advance(Duration.ofSeconds(5));
    addRecord(zone, record(arn));
    time.advance(Duration.ofSeconds(31));

    change(zone, "DELETE", record(arn));
    time.advance(Duration.ofHours(1));

    assertThat(status(arn)).isEqualTo("PENDING_VALIDATION");
  }

  @Test
  void request_whenNobodyValidates_timesOutAfter72Hours() throws InterruptedException {
    String arn = request(r -> {});

    time.advance(Duration.ofHours(72).minusSeconds(1));
    assertThat(status(arn)).isEqualTo("PENDING_VALIDATION");
    time.advance(Duration.ofSeconds(1));
    assertThat(status(arn)).isEqualTo("VALIDATION_TIMED_OUT");
  }

  @Test
  void request_whenByEmail_isIssuedWhenSomebodyClicks() throws InterruptedException {
    String arn =
        request(r -> r.validationMethod("EMAIL").domainValidationOptions(mail("example.com")));
    time.advance(Duration.ofSeconds(5));
    DomainValidation option = describe(arn).domainValidationOptions().get(0);
    assertThat(option.validationEmails()).contains("hostmaster@example.com");
    assertThat(option.resourceRecord()).isNull();
    acm.resendValidationEmail(
        r -> r.certificateArn(arn).domain(DOMAIN).validationDomain("example.com"));

    aws.world().certificates().validate(arn);

    assertThat(status(arn)).isEqualTo("ISSUED");
    refused(
        400,
        "InvalidStateException",
        () ->
            acm.resendValidationEmail(
                r -> r.certificateArn(arn).domain(DOMAIN).validationDomain("example.com")));
  }

  @Test
  void request_whenItsOutcomeIsDecided_comesToIt() throws InterruptedException {
    CertificateWorld world = aws.world().certificates();
    world.decide(DOMAIN, CertificateOutcome.issuedAfter(Duration.ofMinutes(20)));
    world.decide(
        "bad.example.com", CertificateOutcome.failedAfter(Duration.ofHours(1), "CAA_ERROR"));
    world.decide("idle.example.com", CertificateOutcome.never());
    String good = request(r -> {});
    String bad = request(r -> r.domainName("bad.example.com"));
    String idle = request(r -> r.domainName("idle.example.com"));
    assertThat(status(good)).isEqualTo("PENDING_VALIDATION");

    time.advance(Duration.ofMinutes(20));
    assertThat(status(good)).isEqualTo("ISSUED");
    time.advance(Duration.ofMinutes(40));
    assertThat(status(bad)).isEqualTo("FAILED");
    assertThat(describe(bad).failureReasonAsString()).isEqualTo("CAA_ERROR");
    assertThat(status(idle)).isEqualTo("PENDING_VALIDATION");
    assertThat(world.status(idle)).isEqualTo("PENDING_VALIDATION");
  }

  @Test
  void request_whenForAmazonsOwnName_fails() throws InterruptedException {
    String arn = request(r -> r.subjectAlternativeNames("elb-1.us-west-2.elb.amazonaws.com"));

    time.advance(Duration.ofSeconds(5));

    assertThat(status(arn)).isEqualTo("FAILED");
    assertThat(describe(arn).failureReasonAsString()).isEqualTo("ADDITIONAL_VERIFICATION_REQUIRED");
  }

  @Test
  void request_whenRepeatedWithItsToken_isTheSameForAnHour() throws InterruptedException {
    String arn = request(r -> r.idempotencyToken("abc_1"));

    time.advance(Duration.ofMinutes(59));
    assertThat(request(r -> r.idempotencyToken("abc_1"))).isEqualTo(arn);
    assertThat(request(r -> r.idempotencyToken("abc_2"))).isNotEqualTo(arn);
    time.advance(Duration.ofMinutes(1));
    assertThat(request(r -> r.idempotencyToken("abc_1"))).isNotEqualTo(arn);
    assertThat(aws.world().certificates().arns()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,             ValidationException",
    "-a.example.com,        ValidationException",
    "a.*.example.com,       ValidationException",
    "'',                    ValidationException",
    "an-exceedingly-long-name-for-a-host-that-nobody.would-type.example.com, InvalidParameterException"
  })
  void request_whenTheNameIsNone_isRefused(String domain, String code) {
    refused(400, code, () -> request(r -> r.domainName(domain)));
  }

  @Test
  void request_whenParametersAreWrong_isRefused() {
    refused(400, "ValidationException", () -> request(r -> r.idempotencyToken("a-b")));
    refused(400, "ValidationException", () -> request(r -> r.keyAlgorithm("RSA_512")));
    refused(400, "ValidationException", () -> request(r -> r.validationMethod("POST")));
    refused(
        400,
        "InvalidTagException",
        () -> request(r -> r.tags(Tag.builder().key("aws:a").value("x").build())));
    refused(
        400,
        "LimitExceededException",
        () ->
            request(
                r ->
                    r.subjectAlternativeNames(
                        IntStream.range(0, 10)
                            .mapToObj(number -> "h" + number + ".example.com")
                            .toList())));
    refused(
        400,
        "InvalidDomainValidationOptionsException",
        () -> request(r -> r.domainValidationOptions(mail("example.org"))));
    assertThat(aws.world().certificates().arns()).isEmpty();
  }

  @Test
  void list_whenNotAskedForOtherKeys_showsSmallRsaOnly() {
    CertificateWorld world = aws.world().certificates();
    String usual = world.addIssued("a.example.com", "b.example.com");
    String large = world.add(NewCertificate.forDomain("c.example.com").keyAlgorithm("RSA_4096"));
    String curve =
        world.add(NewCertificate.forDomain("d.example.com").keyAlgorithm("EC_prime256v1"));
    String pending =
        world.add(NewCertificate.forDomain("e.example.com").status("PENDING_VALIDATION"));

    assertThat(acm.listCertificates().certificateSummaryList())
        .extracting(CertificateSummary::certificateArn)
        .containsExactlyInAnyOrder(usual, pending);
    assertThat(
            acm.listCertificates(
                    r ->
                        r.certificateStatusesWithStrings("ISSUED")
                            .includes(
                                i ->
                                    i.keyTypes(KeyAlgorithm.RSA_4096, KeyAlgorithm.EC_PRIME256_V1)))
                .certificateSummaryList())
        .extracting(CertificateSummary::certificateArn)
        .containsExactlyInAnyOrder(large, curve);
    assertThat(
            acm.listCertificates(r -> r.certificateStatusesWithStrings("ISSUED"))
                .certificateSummaryList())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.domainName()).isEqualTo("a.example.com");
              assertThat(it.subjectAlternativeNameSummaries())
                  .containsExactly("a.example.com", "b.example.com");
              assertThat(it.inUse()).isFalse();
            });
  }

  @Test
  void list_whenThereAreManyPages_findsAll() {
    for (int number = 0; number < 7; number++) {
      aws.world().certificates().addIssued("h" + number + ".example.com");
    }

    assertThat(acm.listCertificatesPaginator(r -> r.maxItems(3)).certificateSummaryList())
        .hasSize(7);
    aws.pageSize(2);
    assertThat(acm.listCertificatesPaginator().stream()).hasSize(4);
  }

  @Test
  void tags_whenAddedAndRemoved_areListed() {
    String arn = request(r -> r.tags(tag("Name", "Cluster1"), tag("a", "1")));

    acm.addTagsToCertificate(r -> r.certificateArn(arn).tags(tag("a", "2"), tag("b", "3")));
    acm.removeTagsFromCertificate(
        r -> r.certificateArn(arn).tags(tag("a", "1"), Tag.builder().key("b").build()));

    assertThat(acm.listTagsForCertificate(r -> r.certificateArn(arn)).tags())
        .containsExactly(tag("Name", "Cluster1"), tag("a", "2"));
  }

  @Test
  void certificate_whenNotThere_isRefused() {
    String arn = "arn:aws:acm:us-west-2:123456789012:certificate/none";

    refused(400, "ResourceNotFoundException", () -> describe(arn));
    refused(
        400,
        "ResourceNotFoundException",
        () -> acm.listTagsForCertificate(r -> r.certificateArn(arn)));
    refused(
        400, "ResourceNotFoundException", () -> acm.deleteCertificate(r -> r.certificateArn(arn)));
    refused(400, "InvalidArnException", () -> describe("arn:aws:iam::1:server-certificate/x"));
    assertThatThrownBy(() -> aws.world().certificates().validate(arn))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void certificate_whenOfAnotherRegion_isNotFound() {
    String arn = aws.world("eu-west-1").certificates().addIssued(DOMAIN);

    refused(400, "ResourceNotFoundException", () -> describe(arn));
    assertThat(Clients.of(aws, "eu-west-1").acm.listCertificates().certificateSummaryList())
        .hasSize(1);
  }

  @Test
  void certificate_whenItsTimeIsOver_isExpired() throws InterruptedException {
    String arn =
        aws.world()
            .certificates()
            .add(NewCertificate.forDomain(DOMAIN).imported().validFor(Duration.ofDays(1)));
    assertThat(status(arn)).isEqualTo("ISSUED");

    time.advance(Duration.ofDays(1));

    assertThat(status(arn)).isEqualTo("EXPIRED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REVOKED", "INACTIVE", "VALIDATION_TIMED_OUT"})
  void setStatus_whenAny_isShownAndCannotBeValidated(String status) {
    String arn = request(r -> {});

    aws.world().certificates().setStatus(arn, status);

    assertThat(status(arn)).isEqualTo(status);
    assertThatThrownBy(() -> aws.world().certificates().validate(arn))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(status);
  }

  @Test
  void snapshot_whenRequestedAndDeleted_isAsBefore() {
    WorldSnapshot before = aws.snapshot();
    String arn = request(r -> r.tags(tag("Name", "Cluster1")));
    assertThat(before.diff(aws.snapshot()))
        .contains("+ us-west-2 tag " + arn + " Name=Cluster1")
        .contains("+ us-west-2 certificate " + arn + " Status=PENDING_VALIDATION")
        .contains("+ us-west-2 certificate " + arn + " DomainName=" + DOMAIN);
    assertThat(aws.madeBy(arn)).get().isInstanceOf(Maker.Caller.class);

    acm.deleteCertificate(r -> r.certificateArn(arn));

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void reads_whenLagging_doNotShowARequestYet() throws InterruptedException {
    aws.readLag(Duration.ofSeconds(10));
    String arn = request(r -> {});

    refused(400, "ResourceNotFoundException", () -> describe(arn));
    time.advance(Duration.ofSeconds(10));

    assertThat(status(arn)).isEqualTo("PENDING_VALIDATION");
  }

  @Test
  void faults_whenScripted_areMetAsElsewhere() {
    aws.onCall("RequestCertificate").throttle(1);
    refused(400, "ThrottlingException", () -> request(r -> r.idempotencyToken("t")));
    aws.onCall("RequestCertificate").answerLost();
    assertThatThrownBy(() -> request(r -> r.idempotencyToken("t")))
        .hasMessageContaining("Read timed out");

    String arn = request(r -> r.idempotencyToken("t"));

    assertThat(aws.world().certificates().arns()).containsExactly(arn);
    assertThat(aws.ledger().count("RequestCertificate")).isEqualTo(3);
    aws.onCall("DescribeCertificate").status(500);
    refused(500, "InternalFailure", () -> describe(arn));
  }

  private ResourceRecord record(String arn) {
    return describe(arn).domainValidationOptions().get(0).resourceRecord();
  }

  private void addRecord(String zone, ResourceRecord record) {
    change(zone, "UPSERT", record);
  }

  private void change(String zone, String action, ResourceRecord record) {
    Change change =
        Change.builder()
            .action(action)
            .resourceRecordSet(
                set ->
                    set.name(record.name())
                        .type(record.typeAsString())
                        .ttl(300L)
                        .resourceRecords(
                            software.amazon.awssdk.services.route53.model.ResourceRecord.builder()
                                .value(record.value())
                                .build()))
            .build();
    clients.dns.changeResourceRecordSets(
        r -> r.hostedZoneId(zone).changeBatch(batch -> batch.changes(change)));
  }

  private String request(Consumer<RequestCertificateRequest.Builder> change) {
    return acm.requestCertificate(r -> change.accept(r.domainName(DOMAIN).validationMethod("DNS")))
        .certificateArn();
  }

  private CertificateDetail describe(String arn) {
    return acm.describeCertificate(r -> r.certificateArn(arn)).certificate();
  }

  private String status(String arn) {
    return describe(arn).statusAsString();
  }

  private static DomainValidationOption mail(String domain) {
    return DomainValidationOption.builder().domainName(DOMAIN).validationDomain(domain).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
