package dev.backstep.internal.ami;

import dev.backstep.ami.EncryptedAmi;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.AwsBackend;
import dev.backstep.internal.engine.Catalog;
import dev.backstep.internal.engine.Engine;
import dev.backstep.internal.engine.PlanData;
import dev.backstep.internal.engine.RunIds;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.internal.planning.Problems;
import dev.backstep.internal.ssh.Provision;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanOutdatedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes plans: checks the spec offline, reads AWS, chooses, lays out the steps. */
public final class EncryptionPlanner {

  private final AwsAccess aws;
  private final Catalog catalog;

  /** Plans for the account and region of an access, with steps that a catalog knows. */
  public EncryptionPlanner(AwsAccess aws, Catalog catalog) {
    this.aws = aws;
    this.catalog = catalog;
  }

  /** A plan that makes the image. Nothing is changed. */
  public Plan<EncryptedAmi> plan(EncryptionSpec spec) {
    List<Provision> provisions = EncryptionRules.check(spec, aws.regionName());
    Surroundings around = new SurroundingsReader(aws).read(spec);
    Problems problems = new Problems();
    Optional<Source> source = SourceChooser.choose(spec, around, problems);
    around.keyProblems().forEach(problem -> problems.unless(false, "%s", problem));
    around.network().problems().forEach(problem -> problems.unless(false, "%s", problem));
    problems.unless(
        around.namesakes().isEmpty(),
        "named: \"%s\" is the name of %s already (expected: a name that no image of this account has)",
        spec.name().orElse(""),
        String.join(", ", around.namesakes()));
    Optional<Chosen> chosen =
        source.map(it -> new StrategyChooser(spec, it, around).choose(problems));
    problems.raise(spec.owner());
    return plan(spec, source.orElseThrow(), around, chosen.orElseThrow(), provisions);
  }

  /**
   * Plans and executes; again from the start where an unfinished run was finished first, since that
   * changes the ground of the plan.
   */
  public EncryptedAmi apply(EncryptionSpec spec, RunOptions options) {
    try {
      return plan(spec).execute(options);
    } catch (PlanOutdatedException e) {
      return plan(spec).execute(options);
    }
  }

  private Plan<EncryptedAmi> plan(
      EncryptionSpec spec,
      Source source,
      Surroundings around,
      Chosen chosen,
      List<Provision> provisions) {
    String runId = RunIds.mint();
    List<String> clients =
        spec.addressService()
            .filter(service -> !provisions.isEmpty())
            .map(service -> AddressReader.read(service))
            .map(own -> EncryptionRules.clients(spec, own + "/32"))
            .orElseGet(() -> EncryptionRules.clients(spec));
    EncryptionLayout.Layout layout =
        new EncryptionLayout.Layout(spec, source, around, provisions, clients, runId);
    List<StepNode> steps = EncryptionLayout.steps(layout, chosen);
    PlanData data =
        new PlanData(
            PlanData.FORMAT,
            runId,
            spec.owner(),
            around.account(),
            aws.regionName(),
            aws.time().now(),
            false,
            Notes.of(layout, chosen),
            steps);
    return new Engine(new AwsBackend(aws, catalog))
        .plan(
            data,
            () -> new SurroundingsReader(aws).read(spec).settled(spec).equals(around.settled(spec)),
            (results, report) -> ami(spec, source, around, results, report));
  }

  private Ami ami(
      EncryptionSpec spec,
      Source source,
      Surroundings around,
      Map<String, Map<String, String>> results,
      RunReport report) {
    Map<String, String> ready = results.getOrDefault(EncryptionLayout.READY, Map.of());
    boolean made = !ready.isEmpty();
    return new Ami(
        made ? ready.getOrDefault("id", "") : source.id(),
        made ? spec.name().orElseThrow() : source.name(),
        aws.regionName(),
        source.id(),
        made ? List.of(ready.getOrDefault("snapshots", "").split(" ")) : source.snapshots(),
        around.key(),
        report);
  }
}
