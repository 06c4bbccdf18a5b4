package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Owned;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.engine.Undo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Instances as things that are found and deleted; scope is the step that launched it. One counts as
 * gone once it is terminated, since until then it holds its security group.
 */
public final class Instances implements Deletable {

  /** The kind in {@link Undo.DeleteMade}. */
  public static final String KIND = "instance";

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final List<String> ALIVE =
      List.of("pending", "running", "stopping", "stopped", "shutting-down");

  private final AwsAccess aws;

  /** Hears which one is about to be terminated. */
  private final Consumer<String> listener;

  /** Those that were told to terminate: to be looked at, not to be told again. */
  private final Set<String> ending = ConcurrentHashMap.newKeySet();

  /**
   * In the account and region of an access.
   *
   * @param listener hears which instance is about to be terminated
   */
  public Instances(AwsAccess aws, Consumer<String> listener) {
    this.aws = aws;
    this.listener = listener;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
    List<Filter> which =
        id.map(known -> List.of(filter("instance-id", List.of(known))))
            .orElseGet(
                () ->
                    List.of(
                        filter("tag:" + Tags.RUN, List.of(run.runId())),
                        filter("tag:" + Tags.STEP, List.of(undo.scope())),
                        filter("instance-state-name", ALIVE)));
    return read(which, run).stream()
        .filter(instance -> ALIVE.contains(instance.state().nameAsString()))
        .findFirst()
        .map(instance -> new Live(instance.instanceId(), Ec2Tags.map(instance.tags())));
  }

  /** The address of an instance, public or private; empty if it has none (yet). */
  public Optional<String> address(String id, boolean publicOne, Attempt run) {
    return get(id, run).map(it -> publicOne ? it.publicIpAddress() : it.privateIpAddress());
  }

  /** The instance of an id, in whatever state; empty if it is not to be seen. */
  public Optional<Instance> get(String id, Attempt run) {
    return read(List.of(filter("instance-id", List.of(id))), run).stream().findFirst();
  }

  @Override
  public Outcome delete(Owned instance, Attempt run) {
    if (!ending.contains(instance.id())) {
      listener.accept(instance.id());
      run.change(
          "ec2:TerminateInstances",
          () -> aws.ec2().terminateInstances(request -> request.instanceIds(instance.id())));
      ending.add(instance.id());
    }
    return new Outcome.NotYet(LOOK_AGAIN, "instance %s is shutting down".formatted(instance.id()));
  }

  @Override
  public String command(String idOrName) {
    return "aws ec2 terminate-instances --region %s --instance-ids %s"
        .formatted(aws.regionName(), idOrName);
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private List<Instance> read(List<Filter> filters, Attempt run) {
    DescribeInstancesRequest request = DescribeInstancesRequest.builder().filters(filters).build();
    return run.read(
        "ec2:DescribeInstances",
        () ->
            aws.ec2().describeInstancesPaginator(request).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList());
  }

  private static Filter filter(String name, List<String> values) {
    return Filter.builder().name(name).values(values).build();
  }
}
