package dev.backstep;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One way for a balancer that was applied to differ from what is asked for.
 *
 * @param name what happened
 * @param edit what the user did, by ordinary SDK calls
 * @param asked what is asked for now, from the settings of the first apply
 * @param rows the changing rows of the plan
 * @param stays how the world differs from the one after the first apply, once this is mended
 */
record Drift(
    String name,
    Consumer<Site> edit,
    BiFunction<Site, ImpalaBalancer, ImpalaBalancer> asked,
    List<String> rows,
    List<String> stays) {

  static Drift when(String name, Consumer<Site> edit) {
    return new Drift(name, edit, (site, balancer) -> Site.settings(balancer), List.of(), List.of());
  }

  static Drift asking(String name, UnaryOperator<ImpalaBalancer> asked) {
    return new Drift(
        name, site -> {}, (site, balancer) -> asked.apply(balancer), List.of(), List.of());
  }

  Drift asking(BiFunction<Site, ImpalaBalancer, ImpalaBalancer> now) {
    return new Drift(name, edit, now, rows, stays);
  }

  Drift plans(String... lines) {
    return new Drift(name, edit, asked, List.of(lines), stays);
  }

  Drift leaves(String... lines) {
    return new Drift(name, edit, asked, rows, List.of(lines));
  }

  @Override
  public String toString() {
    return name;
  }

  static Stream<Drift> all() {
    return Stream.concat(BalancerDrifts.all(), NetworkDrifts.all());
  }
}
