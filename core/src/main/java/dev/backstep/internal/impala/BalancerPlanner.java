package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.aws.AwsAccessException;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.Listener;
import dev.backstep.internal.aws.AwsBackend;
import dev.backstep.internal.engine.Engine;
import dev.backstep.internal.engine.PlanData;
import dev.backstep.internal.engine.RunIds;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.tls.Handshakes;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanOutdatedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes plans: checks the spec offline, reads AWS, chooses, lays out the steps. */
public final class BalancerPlanner {

  private final AwsAccess aws;

  /** Plans for the account and region of an access. */
  public BalancerPlanner(AwsAccess aws) {
    this.aws = aws;
  }

  /** A plan that makes the balancer, or mends it. Nothing is changed. */
  public Plan<BalancedCluster> plan(BalancerSpec spec) {
    BalancerRules.check(spec, region(spec));
    World world = new WorldReader(aws).read(spec);
    Choice choice = Chooser.choose(spec, world, aws.regionName());
    String runId = RunIds.mint();
    BalancerLayout layout = BalancerLayout.of(spec, choice, world, runId, aws.regionName());
    List<String> notes = Stream.concat(choice.notes().stream(), layout.notes().stream()).toList();
    PlanData data = data(runId, spec, world, false, notes, layout.steps());
    List<String> instances = choice.workers().stream().map(World.Instance::id).toList();
    String known = world.balancer().map(World.Balancer::dnsName).orElse("");
    return engine()
        .plan(
            data,
            () -> new WorldReader(aws).read(spec).settled().equals(world.settled()),
            (results, report) ->
                new Cluster(
                    spec.cluster(),
                    spec.loadBalancerName(),
                    results
                        .getOrDefault(Names.LOAD_BALANCER, Map.of())
                        .getOrDefault("dnsName", known),
                    spec.fronts().stream().map(Front::listener).toList(),
                    spec.tlsPorts(),
                    instances,
                    report,
                    new Handshakes(aws.dialer())));
  }

  /** Only where a setting has to be held against it: it may have to be looked for. */
  private Optional<String> region(BalancerSpec spec) {
    try {
      return spec.certificate().map(asked -> aws.regionName());
    } catch (AwsAccessException e) {
      return Optional.empty(); // Said when the first call is made, which needs it.
    }
  }

  /**
   * Plans and executes; again from the start where an unfinished run was finished first, since that
   * changes the ground of the plan.
   */
  public BalancedCluster apply(BalancerSpec spec, RunOptions options) {
    return replanning(() -> plan(spec), options);
  }

  /** Plans a destruction and executes it, in the same way. */
  public RunReport destroy(BalancerSpec spec, RunOptions options) {
    return replanning(() -> planDestroy(spec), options);
  }

  private static <R> R replanning(Supplier<Plan<R>> planner, RunOptions options) {
    try {
      return planner.get().execute(options);
    } catch (PlanOutdatedException e) {
      return planner.get().execute(options);
    }
  }

  /** A plan that removes what is managed and releases what was adopted. Nothing is changed. */
  public Plan<RunReport> planDestroy(BalancerSpec spec) {
    BalancerRules.checkName(spec);
    World world = new WorldReader(aws).readOwned(spec);
    DestroyLayout layout = DestroyLayout.of(spec, world);
    PlanData data = data(RunIds.mint(), spec, world, true, layout.notes(), layout.steps());
    return engine()
        .plan(
            data,
            () -> new WorldReader(aws).readOwned(spec).settled().equals(world.settled()),
            (results, report) -> report);
  }

  /** The balancer that is there, if it is managed or adopted. */
  public Optional<BalancedCluster> find(BalancerSpec spec) {
    BalancerRules.checkName(spec);
    return new WorldReader(aws)
        .readOwned(spec)
        .balancer()
        .filter(there -> isOurs(there, spec))
        .map(there -> cluster(spec, there));
  }

  private static boolean isOurs(World.Balancer there, BalancerSpec spec) {
    Ownership ownership = Ownership.of(there.tags(), spec.owner());
    return ownership == Ownership.MANAGED || ownership == Ownership.ADOPTED;
  }

  private BalancedCluster cluster(BalancerSpec spec, World.Balancer there) {
    RunReport found =
        new RunReport(
            there.tags().getOrDefault(Tags.RUN, there.tags().getOrDefault(Tags.ADOPTED, "")),
            spec.owner(),
            RunState.COMPLETED,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            0,
            0,
            Duration.ZERO,
            "none: it was found, not made",
            List.of());
    List<Listener> listeners = new ArrayList<>();
    List<Integer> tlsPorts = new ArrayList<>();
    there
        .listeners()
        .forEach(
            (port, text) -> {
              ListenerText listener = ListenerText.parse(text);
              listeners.add(Listener.tcp(Integer.parseInt(port)).to(listener.instancePort()));
              if (listener.isSecure()) {
                tlsPorts.add(Integer.valueOf(port));
              }
            });
    return new Cluster(
        spec.cluster(),
        there.name(),
        there.dnsName(),
        listeners,
        tlsPorts,
        List.copyOf(there.instances().keySet()),
        found,
        new Handshakes(aws.dialer()));
  }

  private Engine engine() {
    return new Engine(new AwsBackend(aws, ImpalaCatalog.over(aws)));
  }

  private PlanData data(
      String runId,
      BalancerSpec spec,
      World world,
      boolean forwardOnly,
      List<String> notes,
      List<StepNode> steps) {
    return new PlanData(
        PlanData.FORMAT,
        runId,
        spec.owner(),
        world.account(),
        aws.regionName(),
        aws.time().now(),
        forwardOnly,
        notes,
        steps);
  }
}
