package dev.backstep.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.Facts;
import dev.backstep.ImpalaBalancer;
import dev.backstep.Site;
import dev.backstep.impala.Certificate;
import dev.backstep.impala.Tls;
import dev.backstep.journal.FileJournal;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Handshake;
import dev.backstep.testing.SimulatedAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose certificate is pending goes on in another process, however it is validated. */
class PendingCertificateTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();

  private final Site site = Site.live();
  private final SimulatedAws aws = site.aws;
  private final String zone = aws.world().addHostedZone("example.com");
  private final Certificate.Request request =
      Certificate.request("impala.example.com").parkAfter(Duration.ofSeconds(1));
  @TempDir private Path folder;

  /** On loopback, so that the other process shakes hands there and asks no DNS. */
  @BeforeEach
  void open() {
    aws.realListeners(Handshake.RIGHT);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  /** The process that goes on with what this one began. */
  private static ChildJvm other;

  @BeforeAll
  static void start() throws Exception {
    other = ChildJvm.start(BalancerProcess.class, List.of(BalancerProcess.SERVE));
  }

  @AfterAll
  static void count() throws Exception {
    other.close();
    System.out.println("Pending certificates resumed in a new process: " + TRIED);
  }

  @Test
  void resume_whenSomebodyAnsweredTheMail_goesOn() throws Exception {
    park(request.validatedByEmail());

    aws.world().certificates().validate(arn());

    assertThat(another("resume")).isEqualTo("END COMPLETED");
    tried("by mail");
  }

  @Test
  void resume_whenSomebodyMadeTheRecords_goesOn() throws Exception {
    aws.certificateValidation(Duration.ZERO).dnsSync(Duration.ZERO);
    aws.certificateDetails(Duration.ZERO);
    PlanFailedException parked = park(request.validatedByDns());

    assertThat(parked).hasMessageContaining("make these DNS records:");
    aws.world().certificates().validate(arn());

    assertThat(another("resume")).isEqualTo("END COMPLETED");
    tried("by DNS, records by hand");
  }

  @Test
  void resume_whenTheZoneIsOfRoute53_goesOn() throws Exception {
    aws.certificateDetails(Duration.ZERO).dnsSync(Duration.ZERO);
    aws.certificateValidation(Duration.ofHours(1));
    PlanFailedException parked = park(request.validatedByDns(zone));

    assertThat(parked).hasMessageContaining("ACM looks for the records that were made");
    assertThat(aws.world().records(zone)).hasSize(2);
    aws.world().certificates().validate(arn());

    assertThat(another("resume")).isEqualTo("END COMPLETED");
    tried("by DNS, records by the run");
  }

  @Test
  void resume_whenItIsStillPending_parksAgain() throws Exception {
    park(request.validatedByEmail());

    assertThat(another("resume")).isEqualTo("END PARKED");
    aws.world().certificates().validate(arn());
    assertThat(another("resume")).isEqualTo("END COMPLETED");
    tried("by mail, at the second attempt");
  }

  @Test
  void rollback_whenItIsPending_leavesNothing() throws Exception {
    aws.certificateDetails(Duration.ZERO).dnsSync(Duration.ZERO);
    aws.certificateValidation(Duration.ofSeconds(10));
    final List<String> before = site.facts();
    park(request.validatedByDns(zone));

    assertThat(another("rollback")).isEqualTo("END ROLLED_BACK");

    assertThat(Facts.diff(before, site.facts())).isEmpty();
    tried("taken back instead");
  }

  private PlanFailedException park(Certificate certificate) {
    ImpalaBalancer balancer = site.balancer().tls(Tls.offload(certificate));
    PlanFailedException parked =
        Assertions.catchThrowableOfType(
            PlanFailedException.class,
            () -> balancer.apply(RunOptions.defaults().journal(FileJournal.in(folder))));
    assertThat(parked.report().state()).as(parked.getMessage()).isEqualTo(RunState.PARKED);
    return parked;
  }

  private String arn() {
    return aws.world().certificates().arns().get(0);
  }

  private String another(String order) throws Exception {
    String end = other.answer(String.join(" ", BalancerProcess.arguments(site, folder, order)));
    if (end.equals("END COMPLETED")) {
      assertThat(site.byName().find().orElseThrow().jdbcUrl()).endsWith(";SSL=1");
    }
    return end;
  }

  private static synchronized void tried(String what) {
    TRIED.merge(what, 1, Integer::sum);
  }
}
