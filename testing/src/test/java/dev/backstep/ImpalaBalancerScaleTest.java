package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.testing.Ledger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many calls it takes to live with a balancer, for n workers whose interfaces are read in
 * batches of eight, once before they are written and once to verify: an apply without changes makes
 * no change and 11 reads; one with three workers changed 5 changes and 6 reads more; a destroy n +
 * 3 changes and 11 + 2 * n / 8 reads. Polls while AWS is busy are counted apart.
 */
class ImpalaBalancerScaleTest {

  @ParameterizedTest
  @ValueSource(ints = {5, 40, 200})
  void life_ofAnyNumberOfWorkers_staysWithinItsCalls(int workers) throws Exception {
    Site site = Site.bare(workers);
    site.aws.pageSize(1000);
    List<String> before = site.facts();
    int batches = (workers + 7) / 8;
    site.balancer().apply();

    expect("apply again", workers, spent(site, () -> site.balancer().apply()), 0, 11);

    site.world.addInstance(
        site.subnet, List.of(site.mine), Map.of("env", "Cluster1", "type", "worker"));
    site.world.tag(site.worker(1), "type", "retired");
    site.world.setGroups(site.card(2), List.of(site.mine));
    Ledger changed = spent(site, () -> site.balancer().apply());
    expect("apply with three changed", workers, changed, 5, 11 + 2 + 2 * 2);

    Ledger destroyed = spent(site, () -> site.byName().destroy());
    expect("destroy", workers, destroyed, 3 + workers, 8 + 3 + 2 * batches);
    assertThat(Facts.diff(before, site.facts()))
        .noneMatch(line -> line.contains("load-balancer") || line.contains("=BE"));
  }

  private static void expect(String what, int workers, Ledger calls, int changes, int mostReads) {
    Ledger polls =
        calls
            .reads()
            .where(
                call ->
                    call.operation().equals("DescribeInstanceHealth")
                        || call.parameters().containsValue("requester-id"));
    int reads = calls.reads().size() - polls.size();
    System.out.printf(
        "%s, %d workers: %d changes, %d reads (at most %d), %d polls%n",
        what, workers, calls.mutating().size(), reads, mostReads, polls.size());
    assertThat(calls.mutating().size()).as(what).isEqualTo(changes);
    assertThat(reads).as(what + ": " + calls.reads().operations()).isLessThanOrEqualTo(mostReads);
    assertThat(polls.size()).as(what).isLessThanOrEqualTo(12);
  }

  private static Ledger spent(Site site, Runnable work) {
    long mark = site.aws.ledger().mark();
    work.run();
    return site.aws.ledger().since(mark);
  }
}
