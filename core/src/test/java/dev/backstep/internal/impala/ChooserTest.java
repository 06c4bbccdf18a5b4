package dev.backstep.internal.impala;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.impala.Listener;
import dev.backstep.plan.InvalidSettingsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a world cannot be made to show from outside. */
class ChooserTest {

  private final BalancerSpec spec = ImmutableBalancerSpec.of("Cluster1");

  @Test
  void choose_whenAllFits_takesIt() {
    Choice choice = Chooser.choose(spec, world(vpc(1), worker(Optional.of("eni-1"))), "us-west-2");

    assertThat(choice.vpc().id()).isEqualTo("vpc-1");
    assertThat(choice.workers()).extracting(World.Instance::id).containsExactly("i-1");
    assertThat(choice.notes()).isEmpty();
  }

  @Test
  void choose_whenTheVpcHasTooManyBlocks_asksForFewer() {
    Choice most = Chooser.choose(spec, world(vpc(30), worker(Optional.of("eni-1"))), "us-west-2");
    assertThat(most.vpc().cidrs()).hasSize(30);

    assertThatThrownBy(
            () -> Chooser.choose(spec, world(vpc(31), worker(Optional.of("eni-1"))), "us-west-2"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageEndingWith(
            "1 problem; nothing was changed%n  - allowFrom: blocks of vpc-1 (31) times listeners (2) make 62 rules (expected: at most 60 in one security group; say which with allowFrom(\"10.0.0.0/8\") or such)"
                .formatted());
    BalancerSpec said = ImmutableBalancerSpec.of("Cluster1").withAllowFrom("10.0.0.0/8");
    assertThat(Chooser.choose(said, world(vpc(31), worker(Optional.of("eni-1"))), "us-west-2"))
        .isNotNull();
  }

  @Test
  void choose_whenTheVpcHasNoBlock_asksForClients() {
    assertThatThrownBy(
            () -> Chooser.choose(spec, world(vpc(0), worker(Optional.of("eni-1"))), "us-west-2"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageEndingWith(
            "1 problem; nothing was changed%n  - allowFrom: vpc-1 has no IPv4 block to let in (expected: allowFrom(\"10.0.0.0/8\") or such)"
                .formatted());
    BalancerSpec anywhere =
        ImmutableBalancerSpec.of("Cluster1")
            .withAllowFromAnywhere(true)
            .withListeners(Listener.tcp(1));
    assertThat(Chooser.choose(anywhere, world(vpc(0), worker(Optional.of("eni-1"))), "us-west-2"))
        .isNotNull();
  }

  @Test
  void choose_whenAnInstanceHasNoInterface_saysWhich() {
    assertThatThrownBy(
            () -> Chooser.choose(spec, world(vpc(1), worker(Optional.empty())), "us-west-2"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageEndingWith(
            "1 problem; nothing was changed%n  - instances: \"i-1\" has no network interface as device 0 (expected: one, which is where a classic load balancer connects)"
                .formatted());
  }

  private static World world(World.Vpc vpc, World.Instance worker) {
    return new World(
        "123456789012",
        List.of(vpc),
        List.of(new World.Subnet("subnet-1", "vpc-1", "us-west-2a", 100)),
        List.of(worker),
        List.of(new World.Group("sg-9", "Cluster1 Impala FE", "vpc-9", Map.of(), List.of())),
        List.of(),
        Optional.empty(),
        List.of(),
        TlsWorld.NONE);
  }

  private static World.Vpc vpc(int blocks) {
    return new World.Vpc(
        "vpc-1", IntStream.range(0, blocks).mapToObj("10.%d.0.0/16"::formatted).toList());
  }

  private static World.Instance worker(Optional<String> networkInterface) {
    return new World.Instance(
        "i-1", "running", "vpc-1", "us-west-2a", networkInterface, List.of("sg-1"));
  }
}
