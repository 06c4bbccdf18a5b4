package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.ImageFilter;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Strategy;
import dev.backstep.plan.BackstepException;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunCancelledException;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunState;
import dev.backstep.testing.SampleImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plan of an image finds, and what it makes of it. */
class AmiEncryptorLookUpTest {

  @AutoClose private final AmiSite site = new AmiSite();

  @Test
  void plan_whenNoImageIsFound_saysWithWhatItLooked() {
    AmiEncryptor encryptor = from(ImageFilter.ownedBy("self").name("nothing-*").mostRecent());

    assertThatThrownBy(encryptor::plan)
        .isInstanceOf(BackstepException.class)
        .hasMessageContaining("no image is found")
        .hasMessageContaining("nothing-*");
    assertThat(site.aws.ledger().mutating()).isEmpty();
  }

  @Test
  void plan_whenSeveralAreFound_listsThem() {
    String older = add("golden 1", "2026-01-01T00:00:00Z");
    String newer = add("golden 2", "2026-02-01T00:00:00Z");

    assertThatThrownBy(from(ImageFilter.ownedBy("self").name("golden *"))::plan)
        .isInstanceOf(BackstepException.class)
        .hasMessageContaining("2 images are found")
        .hasMessageContaining(older)
        .hasMessageContaining(newer)
        .hasMessageContaining("mostRecent()");
  }

  @Test
  void apply_whenTheNewestIsAskedFor_takesThatAndKeepsToIt() {
    add("golden 1", "2026-01-01T00:00:00Z");
    String newer = add("golden 2", "2026-02-01T00:00:00Z");
    Plan<EncryptedAmi> plan =
        from(ImageFilter.ownedBy("self").name("golden *").mostRecent()).plan();
    add("golden 3", "2026-03-01T00:00:00Z");

    EncryptedAmi ami = plan.execute(site.options());

    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.aws.ledger().calls().stream().filter(c -> c.operation().equals("CopyImage")))
        .singleElement()
        .satisfies(call -> assertThat(call.parameter("SourceImageId")).isEqualTo(newer));
  }

  @Test
  void plan_whenTheNameIsTaken_saysByWhichImage() {
    String taken = add(AmiSite.NAME, "2026-01-01T00:00:00Z");

    assertThatThrownBy(site.copy()::plan)
        .isInstanceOf(BackstepException.class)
        .hasMessageContaining("is the name of " + taken);
  }

  static List<Arguments> keys() {
    return List.of(
        Arguments.of("alias/absent", "is not there in us-west-2", nothing()),
        Arguments.of("alias/off", "is Disabled (expected: Enabled)", disabled()),
        Arguments.of("alias/going", "is PendingDeletion (expected: Enabled)", going()),
        Arguments.of("alias/rsa", "expected: SYMMETRIC_DEFAULT", asymmetric()));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void plan_whenTheKeyCannotBeUsed_saysWhyBeforeAnythingStarts(
      String key, String says, BiConsumer<AmiSite, String> preparation) {
    preparation.accept(site, key);

    assertThatThrownBy(site.copy().kmsKey(key)::plan)
        .isInstanceOf(BackstepException.class)
        .hasMessageContaining("kmsKey: " + key)
        .hasMessageContaining(says);
    assertThat(site.aws.ledger().mutating()).isEmpty();
  }

  @Test
  void execute_whenTheNameWasTakenMeanwhile_stopsBeforeAChange() throws Exception {
    Plan<EncryptedAmi> plan = site.copy().plan();
    site.aws.time().sleep(Duration.ofSeconds(61));
    add(AmiSite.NAME, "2026-01-01T00:00:00Z");

    assertThatThrownBy(() -> plan.execute(site.options()))
        .isInstanceOf(BackstepException.class)
        .hasMessageContaining(AmiSite.NAME);
    assertThat(site.aws.ledger().mutating()).isEmpty();
  }

  @Test
  void cancel_whenAScriptIsRun_leavesNothing() throws Exception {
    List<String> before = site.things();
    CompletableFuture<RunHandle<EncryptedAmi>> run = new CompletableFuture<>();
    site.instance.onScript("endless").endlessly("still at it");

    run.complete(
        site.build(Strategy.LAUNCH_ENCRYPTED)
            .provision(Shell.inline("endless"))
            .plan()
            .start(
                site.options()
                    .listener(
                        event -> {
                          if (String.valueOf(event).contains("still at it")) {
                            run.join().cancel();
                          }
                        })));

    assertThatThrownBy(() -> run.join().join()).isInstanceOf(RunCancelledException.class);
    assertThat(site.more(before)).isEmpty();
  }

  private AmiEncryptor from(ImageFilter filter) {
    return AmiEncryptor.from(filter).aws(site.access()).named(AmiSite.NAME).kmsKey(AmiSite.KEY);
  }

  private String add(String name, String createdAt) {
    return site.world.imaging().add(SampleImage.named(name).createdAt(Instant.parse(createdAt)));
  }

  private static BiConsumer<AmiSite, String> nothing() {
    return (site, key) -> {};
  }

  private static BiConsumer<AmiSite, String> disabled() {
    return (site, key) -> {
      site.world.kms().add(key);
      site.world.kms().disable(key);
    };
  }

  private static BiConsumer<AmiSite, String> going() {
    return (site, key) -> {
      site.world.kms().add(key);
      site.world.kms().scheduleDeletion(key);
    };
  }

  private static BiConsumer<AmiSite, String> asymmetric() {
    return (site, key) -> site.world.kms().addRsa(key);
  }
}
