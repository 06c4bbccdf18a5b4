package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.Strategy;
import dev.backstep.aws.AwsAccess;
import dev.backstep.journal.Journal;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.SampleImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;

/** What AWS shows late, or for longer than it is there, and what it takes its time for. */
class AmiEncryptorLateTest {

  @AutoClose private final AmiSite site = new AmiSite();

  /** Lists images for a while after they were deregistered, as AWS says it does. */
  private final class Ghosts implements ExecutionInterceptor {
    private final Map<String, Image> seen = new HashMap<>();
    private final Map<String, Instant> gone = new HashMap<>();
    private final Duration linger;

    Ghosts(Duration linger) {
      this.linger = linger;
    }

    @Override
    public synchronized SdkResponse modifyResponse(
        Context.ModifyResponse context, ExecutionAttributes attributes) {
      if (context.response() instanceof DescribeImagesResponse answer) {
        answer.images().forEach(image -> seen.put(image.imageId(), image));
        List<Image> all = new ArrayList<>(answer.images());
        DescribeImagesRequest request = (DescribeImagesRequest) context.request();
        gone.forEach(
            (id, at) -> {
              boolean lingers = !site.aws.time().now().isAfter(at.plus(linger));
              if (lingers && seen.containsKey(id) && fits(seen.get(id), request)) {
                all.add(seen.get(id).toBuilder().state("deregistered").build());
              }
            });
        return answer.toBuilder().images(all).build();
      }
      if (context.response() instanceof DeregisterImageResponse) {
        String id = ((DeregisterImageRequest) context.request()).imageId();
        gone.put(id, site.aws.time().now());
      }
      return context.response();
    }

    private static boolean fits(Image image, DescribeImagesRequest request) {
      return request.filters().stream().allMatch(filter -> fits(image, filter));
    }

    private static boolean fits(Image image, Filter filter) {
      return switch (filter.name()) {
        case "image-id" -> filter.values().contains(image.imageId());
        case "name" -> filter.values().contains(image.name());
        default ->
            image.tags().stream()
                .anyMatch(
                    tag ->
                        filter.name().equals("tag:" + tag.key())
                            && filter.values().contains(tag.value()));
      };
    }
  }

  /** Leaves snapshots behind when an image is deregistered, and shows them late. */
  private final class Stragglers implements ExecutionInterceptor {
    private final Duration hidden;
    private Instant created = Instant.EPOCH;

    Stragglers(Duration hidden) {
      this.hidden = hidden;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      return context.request() instanceof DeregisterImageRequest request
          ? request.toBuilder().deleteAssociatedSnapshots(false).build()
          : context.request();
    }

    @Override
    public SdkResponse modifyResponse(
        Context.ModifyResponse context, ExecutionAttributes attributes) {
      if (context.response() instanceof CreateImageResponse) {
        created = site.aws.time().now();
      }
      return context.response() instanceof DescribeSnapshotsResponse answer
              && site.aws.time().now().isBefore(created.plus(hidden))
          ? answer.toBuilder().snapshots(List.of()).build()
          : context.response();
    }
  }

  private AwsAccess through(ExecutionInterceptor... interceptors) {
    AwsAccess plain = site.access();
    Ec2Client ec2 =
        Ec2Client.builder()
            .region(Region.US_WEST_2)
            .credentialsProvider(site.aws.credentials())
            .httpClient(site.aws)
            .overrideConfiguration(
                settings -> List.of(interceptors).forEach(settings::addExecutionInterceptor))
            .build();
    return AwsAccess.inRegion("us-west-2")
        .credentials(site.aws.credentials())
        .httpClient(site.aws)
        .time(site.aws.time())
        .dialer(plain.dialer())
        .journal(site.journal)
        .clients(ec2, plain.elasticLoadBalancing(), plain.sts());
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 300})
  void apply_whenTheIntermediateImageIsListedAfterItWasDeregistered_isDone(int seconds) {
    EncryptedAmi ami =
        site.bare(Strategy.COPY_AFTER_CREATE)
            .aws(through(new Ghosts(Duration.ofSeconds(seconds))))
            .apply(site.options());

    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.aws.ledger().mutating().operations().stream().filter("DeregisterImage"::equals))
        .hasSize(1);
  }

  @Test
  void plan_whenTheImageOfARolledBackRunIsStillListed_isMade() {
    AwsAccess haunted = through(new Ghosts(Duration.ofMinutes(5)));
    site.aws.onCall("TerminateInstances").times(1).refuse("UnauthorizedOperation");
    assertThatThrownBy(
            () -> site.bare(Strategy.LAUNCH_ENCRYPTED).aws(haunted).apply(site.options()))
        .isInstanceOf(PlanFailedException.class);

    assertThat(site.bare(Strategy.LAUNCH_ENCRYPTED).aws(haunted).plan().hasChanges()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rollback_whenSnapshotsStayAfterTheirImage_removesThem(boolean alsoListed) throws Exception {
    List<String> before = site.things();
    site.aws.onCall("CopyImage").refuse("UnauthorizedOperation");
    ExecutionInterceptor stragglers = new Stragglers(Duration.ZERO);
    AwsAccess aws =
        alsoListed ? through(stragglers, new Ghosts(Duration.ofMinutes(30))) : through(stragglers);

    assertThatThrownBy(() -> site.bare(Strategy.COPY_AFTER_CREATE).aws(aws).apply(site.options()))
        .isInstanceOf(PlanFailedException.class)
        .hasMessageContaining("nothing is left behind");

    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void rollback_whenSnapshotsAreSeenOnlyAfterTheirImageIsGone_removesThem() throws Exception {
    List<String> before = site.things();
    site.aws.onCall("DescribeSnapshots").nth(1).times(1).refuse("UnauthorizedOperation");
    site.aws.snapshotIdDelay(Duration.ofSeconds(30));
    AwsAccess aws = through(new Stragglers(Duration.ofSeconds(5)));

    assertThatThrownBy(() -> site.bare(Strategy.COPY_AFTER_CREATE).aws(aws).apply(site.options()))
        .isInstanceOf(PlanFailedException.class);

    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenTheInstanceTakesLongToTerminate_keepsTheImage() {
    site.aws.terminateTime(Duration.ofMinutes(15));

    EncryptedAmi ami = site.bare(Strategy.LAUNCH_ENCRYPTED).apply(site.options());

    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void rollback_whenTheUserHasCopiedTheImageWithItsTags_leavesTheCopy() throws Exception {
    EncryptedAmi ami = site.copy().apply(site.options());
    String copy =
        site.ec2()
            .copyImage(
                request ->
                    request
                        .sourceImageId(ami.imageId())
                        .sourceRegion("us-west-2")
                        .name("a copy of the user's")
                        .copyImageTags(true))
            .imageId();
    site.aws.settle();

    Runs.in(site.journal).aws(site.access()).rollback(ami.report().runId());

    assertThat(site.image(copy).stateAsString()).isEqualTo("available");
  }

  @Test
  void resume_whenTheProcessDiedInTheSecondSubnet_launchesNoOtherInstance() throws Exception {
    int tried = 0;
    for (int record = 2; record < 8; record++) {
      try (AmiSite fresh = new AmiSite()) {
        String group = fresh.world.addSecurityGroup(fresh.vpc, "own");
        List<String> before = fresh.things();
        fresh.world.launches();
        fresh.world.fillZone("us-west-2a");
        try {
          AmiEncryptor.from(fresh.centOs)
              .aws(fresh.access())
              .named(AmiSite.NAME)
              .kmsKey(AmiSite.KEY)
              .vpc(fresh.vpc)
              .subnet(fresh.subnet)
              .subnet(fresh.second)
              .securityGroups(group)
              .strategy(Strategy.LAUNCH_ENCRYPTED)
              .apply(
                  RunOptions.defaults().journal(new CrashingJournal(fresh.journal, record, false)));
          continue;
        } catch (CrashingJournal.Crash died) {
          tried++;
        }
        fresh.world.emptyZone("us-west-2a");
        String run = fresh.journal.runIds().get(0);
        Journal left = Journal.inMemory(fresh.journal.read(run));

        RunReport report = Runs.in(left).aws(fresh.access()).resume(run);

        assertThat(report.state()).as("record %d", record).isEqualTo(RunState.COMPLETED);
        assertThat(fresh.more(before))
            .as("record %d", record)
            .noneMatch(thing -> thing.contains("instance") || thing.contains(" i-"));
      }
    }
    assertThat(tried).isGreaterThan(3);
  }

  @Test
  void apply_whenAVolumeOfTheSourceStaysAfterItsInstance_staysSoByEachStrategy() {
    String own =
        site.world
            .imaging()
            .add(SampleImage.named("with data").volume("/dev/sdf", 5, "gp2", false));
    for (Strategy strategy : Strategy.values()) {
      EncryptedAmi ami =
          AmiEncryptor.from(own)
              .aws(site.access())
              .named("staying " + strategy)
              .kmsKey(AmiSite.KEY)
              .vpc(site.vpc)
              .subnet(site.subnet)
              .strategy(strategy)
              .apply(site.options());

      assertThat(site.image(ami.imageId()).blockDeviceMappings())
          .filteredOn(device -> device.deviceName().equals("/dev/sdf"))
          .as("%s", strategy)
          .allMatch(device -> !device.ebs().deleteOnTermination());
    }
  }

  @Test
  void apply_whenUserDataLeavesNoRoomForAHostKey_asksTheConsole() {
    EncryptedAmi ami =
        site.build(Strategy.LAUNCH_ENCRYPTED)
            .userData("#!/bin/sh\n" + "#".repeat(12_500))
            .apply(site.options());

    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
  }
}
