package dev.backstep.testing.internal.state;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What can be set about the simulated account. Every field may be changed at any time. */
public final class Settings {

  /** How old the state is that reads show. */
  public volatile Duration readLag = Duration.ZERO;

  /** How long after its registration an instance is first checked; empty: one interval. */
  public volatile Optional<Duration> healthDelay = Optional.empty();

  /** How long a deleted load balancer's interfaces stay. */
  public volatile Duration interfaceLinger = Duration.ofSeconds(90);

  /** How long an instance takes from one state to the next. */
  public volatile Duration instanceTransition = Duration.ofSeconds(20);

  /** How long an instance is pending; empty: as the other transitions. */
  public volatile Optional<Duration> launchTime = Optional.empty();

  /** How long an instance is stopping; empty: as the other transitions. */
  public volatile Optional<Duration> stopTime = Optional.empty();

  /** How long an instance is shutting down; empty: as the other transitions. */
  public volatile Optional<Duration> terminateTime = Optional.empty();

  /** How long an image of an instance is pending. */
  public volatile Duration imageTime = Duration.ofMinutes(4);

  /** How long a copy of an image is pending. */
  public volatile Duration copyTime = Duration.ofMinutes(5);

  /** How long a new image does not say the ids of its snapshots. */
  public volatile Duration snapshotIdDelay = Duration.ofSeconds(10);

  /** How many snapshots can be copied into one region at a time. */
  public volatile int snapshotCopies = 20;

  /** The public address of a new instance, by its id; empty: one of the simulation's own. */
  public volatile Function<String, Optional<String>> publicAddress = id -> Optional.empty();

  /** What an instance has written on its console, by its id, where the user has set nothing. */
  public volatile Function<String, Optional<String>> console = id -> Optional.empty();

  /** How long a terminated instance can still be described. */
  public volatile Duration terminatedStays = Duration.ofHours(1);

  /** How long connections to a deregistered instance go on, if draining lets them. */
  public volatile Duration drainTime = Duration.ZERO;

  /** How long after a request a certificate says how it is to be validated. */
  public volatile Duration certificateDetails = Duration.ofSeconds(5);

  /** How long after its records are in the DNS a certificate is issued. */
  public volatile Duration certificateValidation = Duration.ofMinutes(2);

  /** How long after its issue load balancers do not find a certificate. */
  public volatile Duration certificateLag = Duration.ZERO;

  /** How long a certificate counts as used after its last listener is gone. */
  public volatile Duration certificateLinger = Duration.ofMinutes(2);

  /** How long a deleted listener stands in the way of another one on its port. */
  public volatile Duration listenerLinger = Duration.ZERO;

  /** How long a change of DNS records is pending. */
  public volatile Duration dnsSync = Duration.ofSeconds(30);

  /** Instances on which nothing answers. */
  public final Set<String> daemonsDown = ConcurrentHashMap.newKeySet();

  /** Most results of one EC2 page. */
  public volatile int ec2PageSize = 50;

  /** Most results of one ELB page. */
  public volatile int elbPageSize = 20;

  /** Most results of one S3 page. */
  public volatile int s3PageSize = 1000;

  /** Most results of one ACM page. */
  public volatile int acmPageSize = 1000;

  /** Most results of one Route 53 page. */
  public volatile int dnsPageSize = 300;

  /** Security groups that an interface takes. */
  public volatile int groupsPerInterface = 5;

  /** Rules that a security group takes, each way, IPv4 and IPv6 apart. */
  public volatile int rulesPerGroup = 60;

  /** Classic load balancers of a region. */
  public volatile int loadBalancers = 20;
}
