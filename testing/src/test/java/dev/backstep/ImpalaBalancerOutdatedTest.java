package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanOutdatedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan that is older than a minute looks again before it begins. */
class ImpalaBalancerOutdatedTest {

  private static final AtomicInteger STOPPED = new AtomicInteger();
  private static final AtomicInteger WENT_ON = new AtomicInteger();

  private final Site site = Meanwhile.drifted();

  static Stream<Arguments> nothingToThePlan() {
    return Stream.of(
        edit("nothing", site -> {}),
        edit("another VPC", site -> site.world.addVpc("Cluster2", "10.40.0.0/16")),
        edit("another group", site -> site.world.addSecurityGroup(site.vpc, "another")),
        edit(
            "an instance that is no worker, in the same subnet",
            site -> site.world.addInstance(site.subnet, List.of(), Map.of("Name", "other"))),
        edit("a rule of another group", site -> site.world.addRule(site.mine, 22, "10.0.0.0/8")),
        edit("a tag of a worker", site -> site.world.tag(site.worker(1), "cost", "42")),
        edit(
            "our front-end group on another balancer",
            site ->
                site.elb()
                    .createLoadBalancer(
                        r ->
                            r.loadBalancerName("other")
                                .scheme("internal")
                                .subnets(site.subnet)
                                .securityGroups(site.frontEnd())
                                .listeners(Site.listener(1, 1)))));
  }

  /** A group that another balancer uses as well cannot be destroyed. */
  static Stream<Arguments> nothingToADestroy() {
    return nothingToThePlan().filter(edit -> !edit.get()[0].toString().startsWith("our"));
  }

  @AfterAll
  static void count() {
    System.out.printf("Old plans: %s stopped, %s went on%n", STOPPED, WENT_ON);
  }

  @ParameterizedTest
  @MethodSource("dev.backstep.Meanwhile#all")
  void execute_afterAMinuteWhenSomethingChanged_stopsWithoutAChange(Meanwhile edit)
      throws Exception {
    Plan<?> plan = site.balancer().plan();
    site.aws.time().sleep(Duration.ofSeconds(61));
    edit.edit().accept(site);
    long mark = site.aws.ledger().mark();

    assertThatThrownBy(plan::execute)
        .isInstanceOf(PlanOutdatedException.class)
        .hasMessage(
            "the plan for impala/Cluster1 is 61 s old, and what it rests on has changed since; nothing was changed: call plan() again");

    assertThat(site.aws.ledger().since(mark).mutating()).isEmpty();
    STOPPED.incrementAndGet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nothingToThePlan")
  void execute_afterAMinuteWhenNothingOfItChanged_goesOn(String name, Consumer<Site> edit)
      throws Exception {
    Plan<?> plan = site.balancer().plan();
    site.aws.time().sleep(Duration.ofSeconds(61));
    edit.accept(site);

    plan.execute();

    assertThat(site.balancer().plan().hasChanges()).isFalse();
    WENT_ON.incrementAndGet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nothingToADestroy")
  void destroy_afterAMinuteWhenNothingOfItChanged_goesOn(String name, Consumer<Site> edit)
      throws Exception {
    Plan<?> plan = site.byName().planDestroy();
    site.aws.time().sleep(Duration.ofSeconds(61));
    edit.accept(site);

    plan.execute();

    assertThat(site.byName().planDestroy().hasChanges()).isFalse();
    WENT_ON.incrementAndGet();
  }

  private static Arguments edit(String name, Consumer<Site> edit) {
    return Arguments.of(name, edit);
  }
}
