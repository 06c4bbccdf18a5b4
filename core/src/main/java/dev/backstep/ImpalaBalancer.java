package dev.backstep;

import dev.backstep.aws.AwsAccess;
import dev.backstep.impala.AccessLogs;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.HealthCheck;
import dev.backstep.impala.Listener;
import dev.backstep.impala.Scheme;
import dev.backstep.impala.Tls;
import dev.backstep.internal.impala.BalancerPlanner;
import dev.backstep.internal.impala.ImmutableBalancerSpec;
import dev.backstep.plan.InvalidSettingsException;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts a classic Elastic Load Balancer in front of an Impala cluster on EC2: security groups, the
 * balancer, its health check and attributes, the registration of the instances, and the wait until
 * they are in service. Nothing in AWS changes before {@link #apply()} or {@link Plan#execute()}.
 *
 * <pre>{@code
 * BalancedCluster balanced = ImpalaBalancer.forCluster("Cluster1")
 *     .aws(AwsAccess.inRegion("us-west-2"))
 *     .listeners(21000, 21050)
 *     .healthCheck(HealthCheck.tcp(21050))
 *     .apply();
 * }</pre>
 *
 * <p>A builder may be used again: each plan sees the settings of its moment. It is not meant for
 * several threads at once.
 */
public final class ImpalaBalancer {

  private AwsAccess aws = AwsAccess.shared();
  private ImmutableBalancerSpec spec;

  private ImpalaBalancer(String cluster) {
    this.spec = ImmutableBalancerSpec.of(cluster);
  }

  /**
   * The balancer of a cluster.
   *
   * @param cluster 1 to 21 letters, digits and hyphens; names the balancer {@code
   *     elb-impala-<cluster>}, and finds VPC, subnet and instances by their tags unless these are
   *     given
   */
  public static ImpalaBalancer forCluster(String cluster) {
    return new ImpalaBalancer(Objects.requireNonNull(cluster, "cluster"));
  }

  /** The account and region. Default: {@link AwsAccess#fromEnvironment()}. */
  public ImpalaBalancer aws(AwsAccess access) {
    aws = Objects.requireNonNull(access, "aws");
    return this;
  }

  /** The VPC. Default: the one tagged {@code Name=<cluster>}. */
  public ImpalaBalancer vpc(String vpcId) {
    spec = spec.withVpc(vpcId);
    return this;
  }

  /**
   * Adds a subnet: one per availability zone, with at least 8 free addresses. Default: the one
   * tagged {@code Name=<cluster> Private subnet 0}.
   */
  public ImpalaBalancer subnet(String subnetId) {
    spec = spec.withSubnets(appended(spec.subnets(), Objects.requireNonNull(subnetId, "subnet")));
    return this;
  }

  /** The subnets, instead of those given before. */
  public ImpalaBalancer subnets(String... subnetIds) {
    List<String> ids = all("subnets", subnetIds);
    spec = noting("subnets", ids).withSubnets(ids);
    return this;
  }

  /** The instances. Default: the running ones tagged {@code env=<cluster>, type=worker}. */
  public ImpalaBalancer instances(String... instanceIds) {
    List<String> ids = all("instances", instanceIds);
    spec = noting("instances", ids).withInstances(ids);
    return this;
  }

  /** The running instances that have all of these tags. */
  public ImpalaBalancer instancesTagged(Map<String, String> tags) {
    Objects.requireNonNull(tags, "instancesTagged");
    tags.forEach((key, value) -> checkTag("instancesTagged", key, value));
    spec = noting("instancesTagged", tags.keySet()).withInstanceTags(tags);
    return this;
  }

  /** TCP ports that lead to the same port of the instances. Default: 21000 and 21050. */
  public ImpalaBalancer listeners(int... ports) {
    Objects.requireNonNull(ports, "listeners");
    spec = spec.withListeners(Arrays.stream(ports).mapToObj(Listener::tcp).toList());
    return this;
  }

  /** Listeners, such as {@code Listener.tcp(443).to(21050)}. Default: 21000 and 21050. */
  public ImpalaBalancer listeners(Listener... listeners) {
    spec = spec.withListeners(all("listeners", listeners));
    return this;
  }

  /** Adds blocks of client addresses, such as {@code 10.0.0.0/8}. Default: the VPC's own. */
  public ImpalaBalancer allowFrom(String... cidrs) {
    List<String> blocks = all("allowFrom", cidrs);
    spec = noting("allowFrom", blocks).withAllowFrom(appended(spec.allowFrom(), blocks));
    return this;
  }

  /** Lets the whole world connect, where the network does. Default: not. */
  public ImpalaBalancer allowFromAnywhere() {
    spec = spec.withAllowFromAnywhere(true);
    return this;
  }

  /** From where it can be reached; fixed once it is made. Default: {@link Scheme#INTERNAL}. */
  public ImpalaBalancer scheme(Scheme scheme) {
    spec = spec.withScheme(scheme);
    return this;
  }

  /**
   * How instances are checked. Default: TCP on 21050 if a listener leads there, else on the first
   * listener's instance port; every 30 s, time-out 5 s, out after 2 failures, back after 5 passes.
   */
  public ImpalaBalancer healthCheck(HealthCheck check) {
    spec = spec.withGivenHealthCheck(Objects.requireNonNull(check, "healthCheck"));
    return this;
  }

  /** How long a connection may be idle: 1 to 3600 s. Default: 3600 s, the most there is. */
  public ImpalaBalancer idleTimeout(Duration timeout) {
    spec = spec.withIdleTimeout(timeout);
    return this;
  }

  /** Whether each node of the balancer reaches instances in all zones. Default: yes. */
  public ImpalaBalancer crossZone(boolean enabled) {
    spec = spec.withCrossZone(enabled);
    return this;
  }

  /**
   * How long connections to a leaving instance may finish: 1 to 3600 s, or zero to cut them.
   * Default: 300 s.
   */
  public ImpalaBalancer connectionDraining(Duration timeout) {
    spec = spec.withConnectionDraining(timeout);
    return this;
  }

  /**
   * Writes access logs to an S3 bucket of the same region. Default: none. Unless {@link
   * AccessLogs#manageBucketPolicy()} is said, a bucket policy that does not let Elastic Load
   * Balancing write stops the plan with the statement that it needs.
   */
  public ImpalaBalancer accessLogs(AccessLogs logs) {
    spec = spec.withAccessLogs(Objects.requireNonNull(logs, "accessLogs"));
    return this;
  }

  /**
   * Encrypts connections. Default: TCP listeners, whatever goes through them. A listener that turns
   * to TLS, or back, on a balancer that is there has to be replaced: its port refuses new
   * connections for about a second, as the plan says; a certificate alone is changed with no gap.
   */
  public ImpalaBalancer tls(Tls tls) {
    spec = spec.withTls(Objects.requireNonNull(tls, "tls"));
    return this;
  }

  /** Adds a tag to what is made: at most 7, keys of 1 to 128 and values of 0 to 256 characters. */
  public ImpalaBalancer tag(String key, String value) {
    Map<String, String> tags = new LinkedHashMap<>(spec.tags());
    checkTag("tag", key, value);
    tags.put(key, value);
    spec = spec.withTags(tags);
    return this;
  }

  /** How long all instances may take to be in service: 1 s to 24 hours. Default: 10 minutes. */
  public ImpalaBalancer inServiceWithin(Duration limit) {
    spec = spec.withInServiceWithin(limit);
    return this;
  }

  /** The account's quota of security groups per network interface: 1 to 16. Default: 5. */
  public ImpalaBalancer groupsPerInterface(int quota) {
    spec = spec.withGroupsPerInterface(quota);
    return this;
  }

  /**
   * Takes over a balancer and security groups of our names that are there and not managed: they are
   * tagged {@code backstep:owner} and {@code backstep:adopted}, changed as these settings say, and
   * released, never deleted, by {@link #destroy()}. Default: such things stop the plan.
   */
  public ImpalaBalancer adoptExisting() {
    spec = spec.withAdoptExisting(true);
    return this;
  }

  /**
   * Checks all settings, reads AWS, and lists every step. Changes nothing.
   *
   * @throws InvalidSettingsException with all that is wrong with the settings, by themselves (then
   *     AWS was not called) or against what AWS has
   * @throws dev.backstep.aws.AwsAccessException if AWS cannot be reached as the access says
   * @throws dev.backstep.plan.PlanningFailedException if AWS refuses a read
   */
  public Plan<BalancedCluster> plan() {
    return new BalancerPlanner(aws).plan(spec);
  }

  /**
   * Plans and executes.
   *
   * @throws PlanFailedException if the run could not finish: what it did is undone
   */
  public BalancedCluster apply() {
    return apply(RunOptions.defaults());
  }

  /**
   * Plans and executes with options.
   *
   * @throws PlanFailedException if the run could not finish: its report says what became of it
   */
  public BalancedCluster apply(RunOptions options) {
    return new BalancerPlanner(aws).apply(spec, options);
  }

  /**
   * The balancer that is there, if it is managed or adopted: found by the cluster's name alone.
   *
   * @throws dev.backstep.aws.AwsAccessException if AWS cannot be reached as the access says
   * @throws dev.backstep.plan.PlanningFailedException if AWS refuses a read
   */
  public Optional<BalancedCluster> find() {
    return new BalancerPlanner(aws).find(spec);
  }

  /**
   * Lists what {@link #destroy()} would remove: what the owner tag of this cluster is on, wherever
   * this program runs and whatever else is set here. Adopted things are released. Changes nothing.
   */
  public Plan<RunReport> planDestroy() {
    return new BalancerPlanner(aws).planDestroy(spec);
  }

  /**
   * Removes what is managed for this cluster. It only goes forward: what cannot be removed parks
   * the run, which {@link Runs#resume} or another call of this method goes on with.
   *
   * @throws PlanFailedException if something could not be removed
   */
  public RunReport destroy() {
    return destroy(RunOptions.defaults());
  }

  /**
   * Removes what is managed for this cluster, with options.
   *
   * @throws PlanFailedException if something could not be removed
   */
  public RunReport destroy(RunOptions options) {
    return new BalancerPlanner(aws).destroy(spec, options);
  }

  /** What is set. */
  @Override
  public String toString() {
    return spec.toString()
        .replaceFirst("^BalancerSpec", "ImpalaBalancer")
        .replaceFirst("givenHealthCheck=", "healthCheck=");
  }

  /** Remembers settings that were given and are empty: a list computed wrong, not a default. */
  private ImmutableBalancerSpec noting(String setting, Collection<String> given) {
    List<String> empty = new ArrayList<>(spec.emptySettings());
    empty.remove(setting);
    if (given.isEmpty()) {
      empty.add(setting);
    }
    return spec.withEmptySettings(empty);
  }

  private static List<String> appended(List<String> before, String more) {
    return appended(before, List.of(more));
  }

  private static List<String> appended(List<String> before, List<String> more) {
    return Stream.concat(before.stream(), more.stream()).toList();
  }

  private static <T> List<T> all(String setting, T[] values) {
    Objects.requireNonNull(values, setting);
    for (int i = 0; i < values.length; i++) {
      Objects.requireNonNull(values[i], setting + "[" + i + "]");
    }
    return List.of(values);
  }

  private static void checkTag(String setting, String key, String value) {
    Objects.requireNonNull(key, setting + ": key");
    Objects.requireNonNull(value, setting + ": value of " + key);
  }
}
