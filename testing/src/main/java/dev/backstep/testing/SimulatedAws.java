package dev.backstep.testing;

import dev.backstep.aws.AwsAccess;
import dev.backstep.aws.Dialer;
import dev.backstep.journal.Journal;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.internal.Cloud;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Origin;
import dev.backstep.testing.internal.state.Settings;
import dev.backstep.testing.internal.tls.Answering;
import dev.backstep.testing.internal.tls.Authority;
import dev.backstep.testing.internal.tls.Fronts;
import dev.backstep.testing.internal.tls.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * A simulated AWS account: EC2 networks, security groups, instances and images with their volumes,
 * snapshots and key pairs, KMS keys, classic load balancers, ACM certificates, Route 53 zones and
 * records, S3 buckets and their policies, STS. It is the HTTP client of an SDK client, so nothing
 * leaves the process:
 *
 * <pre>{@code
 * SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5);
 * Ec2Client ec2 = Ec2Client.builder()
 *     .httpClient(aws)
 *     .credentialsProvider(aws.credentials())
 *     .region(Region.of(aws.region()))
 *     .build();
 * }</pre>
 *
 * <p>It refuses what AWS refuses, with the same error codes; faults come by script ({@link
 * #onCall(String)}), delays from a {@link TimeSource}, and every call is in the {@link #ledger()}.
 * What the user does meanwhile goes by {@link #world()} and {@link #asUser()}. Safe for any number
 * of threads.
 *
 * <p>It is long because all that can be set about the account is a method of it, of a line or two.
 */
public final class SimulatedAws implements SdkHttpClient {

  private static final String REGION = "us-west-2";

  private final TimeSource time;
  private final Journal journal = Journal.inMemory();
  private final Account account;
  private final Settings settings;
  private final CallPipeline pipeline;
  private final AwsAccess user;
  private @Nullable AwsAccess access;
  private @Nullable LoopbackServer server;

  private SimulatedAws(TimeSource time) {
    this.time = time;
    this.account = new Account(time);
    this.settings = account.settings();
    this.pipeline = new CallPipeline(new Cloud(account, REGION), time);
    this.user = access().credentials(userCredentials());
  }

  /** An account with nothing in it, on {@link ManualTime#autoAdvancing()}. */
  public static SimulatedAws empty() {
    return empty(ManualTime.autoAdvancing());
  }

  /** An account with nothing in it, on the given time. */
  public static SimulatedAws empty(TimeSource time) {
    return new SimulatedAws(time);
  }

  /**
   * The account of a cluster in us-west-2, on {@link ManualTime#autoAdvancing()}: the VPC
   * 10.30.0.0/16 tagged {@code Name=<name>}, the subnet 10.30.1.0/24 in us-west-2a tagged {@code
   * Name="<name> Private subnet 0"}, and running workers tagged {@code env=<name>}, {@code
   * type=worker} and {@code Name}, each with a security group of its own ({@code worker-1}, …).
   *
   * @param workers how many, from 0 to 200
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static SimulatedAws withCluster(String name, int workers) {
    return withCluster(name, workers, ManualTime.autoAdvancing());
  }

  /** As {@link #withCluster(String, int)}, on the given time. */
  public static SimulatedAws withCluster(String name, int workers, TimeSource time) {
    if (workers < 0 || workers > 200) {
      throw new IllegalArgumentException(
          "workers: " + workers + " (expected: from 0 to 200, the subnet has no room for more)");
    }
    SimulatedAws aws = empty(time);
    World world = aws.world(REGION);
    String vpc = world.addVpc(name, "10.30.0.0/16");
    String subnet = world.addSubnet(vpc, name + " Private subnet 0", "10.30.1.0/24", REGION + "a");
    for (int number = 1; number <= workers; number++) {
      String group = world.addSecurityGroup(vpc, "worker-" + number);
      world.addInstance(
          subnet,
          List.of(group),
          Map.of("env", name, "type", "worker", "Name", name + " worker " + number));
    }
    return aws;
  }

  /** The time that the account lives on. */
  public TimeSource time() {
    return time;
  }

  /** The region in which a cluster is made and for which unsigned calls are: us-west-2. */
  public String region() {
    return REGION;
  }

  /** The number of the account: 123456789012. */
  public String accountId() {
    return Account.ID;
  }

  /** Keys that the account takes; it takes any other as well. */
  public AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create("AKIASIMULATED0000KEY", "simulated-secret"));
  }

  /**
   * Keys of the user: calls that are signed with them are the user's, as are those of {@link
   * #asUser()}, also when they come through {@link #listen()}.
   */
  public AwsCredentialsProvider userCredentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(Account.USER_ACCESS_KEY_ID, "simulated-secret"));
  }

  /**
   * What plans need to work in this account: its region, its keys, its time, a journal in memory,
   * and no port. All plans share it; there is no need to close it.
   */
  public synchronized AwsAccess access() {
    AwsAccess ready = access;
    if (ready == null) {
      ready =
          AwsAccess.inRegion(REGION)
              .credentials(credentials())
              .httpClient(this)
              .dialer(SimulatedAws::dial)
              .time(time)
              .journal(journal);
      access = ready;
    }
    return ready;
  }

  /**
   * SDK clients for what somebody else does beside the tool under test, in {@link #region()}:
   *
   * <pre>{@code
   * aws.asUser().ec2().terminateInstances(r -> r.instanceIds(worker));
   * aws.asUser().elasticLoadBalancing()
   *     .deleteLoadBalancerListeners(r -> r.loadBalancerName("elb").loadBalancerPorts(21050));
   * }</pre>
   *
   * <p>AWS refuses what it refuses anybody. Otherwise these calls are as what {@link World} does:
   * they are in {@link #userLedger()} instead of {@link #ledger()}, take no time, meet no scripted
   * faults, see everything and are seen at once, and what they make is {@link Maker.User}'s. Asked
   * again, it is the same access; it need not be closed.
   */
  public AwsAccess asUser() {
    return user;
  }

  /** The user's own hands in a region, which need not have been used before. */
  public World world(String region) {
    return new World(account, region);
  }

  /** What lies below, for what else is simulated. */
  Account account() {
    return account;
  }

  /** The user's own hands in {@link #region()}. */
  public World world() {
    return world(REGION);
  }

  /**
   * Opens a port on the loopback address, for clients outside this process such as the {@code aws}
   * command line with {@code AWS_ENDPOINT_URL}. The region is read from the signature. Asked again,
   * it says the same address.
   *
   * @throws UncheckedIOException if no port can be opened
   */
  public synchronized URI listen() {
    LoopbackServer open = server;
    if (open == null) {
      try {
        open = new LoopbackServer(pipeline);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot listen on 127.0.0.1", e);
      }
      server = open;
    }
    return open.uri();
  }

  /**
   * Lets load balancers made from now on have real ports on loopback addresses of their own, as
   * their DNS names then say; by default they have none. The ports follow every change of their
   * listeners at once, until {@link #close()}. Asked again, all of them answer as it says then.
   *
   * <p>A load balancer whose port cannot be opened is a defect of the test: ports below 1024 need
   * rights, and only Linux has as many loopback addresses.
   */
  public SimulatedAws realListeners(Handshake answer) {
    account.locked(
        () -> {
          Fronts.of(account).answer(answer.answering());
          return true;
        });
    return this;
  }

  /**
   * Lets the instances behind load balancers speak TLS themselves, with a certificate for the given
   * names: ports without TLS of their own pass it through. By default nothing answers there.
   *
   * @param names at least one
   */
  public SimulatedAws tlsBehind(String... names) {
    Instant now = time.now();
    Identity servers = new Identity(List.of(names), now, now.plus(Duration.ofDays(365)));
    account.locked(
        () -> {
          Fronts.of(account).standBehind(servers);
          return true;
        });
    return this;
  }

  /** What clients must trust to trust the certificates of {@link #realListeners(Handshake)}. */
  public X509Certificate certificateAuthority() {
    return Authority.get().root();
  }

  /** How long every call takes, on {@link #time()}; default none. Calls overlap. */
  public SimulatedAws latency(Duration each) {
    pipeline.latency(each);
    return this;
  }

  /** How long the calls of one operation take, instead of what the others do. */
  public SimulatedAws latency(String operation, Duration each) {
    pipeline.latency(operation, each);
    return this;
  }

  /**
   * How far reads are behind; default not at all. Within this time of a change, Describe operations
   * show the state before it, and calls that refer to a resource made since do not find it. It
   * applies to changes made from now on; what the user does in {@link World} is seen at once.
   */
  public SimulatedAws readLag(Duration lag) {
    settings.readLag = lag;
    return this;
  }

  /**
   * How long after its registration an instance is first checked. Default: one interval of the load
   * balancer's health check.
   */
  public SimulatedAws healthDelay(Duration delay) {
    settings.healthDelay = Optional.of(delay);
    return this;
  }

  /** How long the interfaces of a deleted load balancer stay; default 90 seconds. */
  public SimulatedAws interfaceLinger(Duration linger) {
    settings.interfaceLinger = linger;
    return this;
  }

  /** How long an instance is pending, stopping or shutting down; default 20 seconds. */
  public SimulatedAws instanceTransition(Duration each) {
    settings.instanceTransition = each;
    return this;
  }

  /** How long an instance is pending; default as {@link #instanceTransition(Duration)}. */
  public SimulatedAws launchTime(Duration time) {
    settings.launchTime = Optional.of(time);
    return this;
  }

  /** How long an instance is stopping; default as {@link #instanceTransition(Duration)}. */
  public SimulatedAws stopTime(Duration time) {
    settings.stopTime = Optional.of(time);
    return this;
  }

  /** How long an instance is shutting down; default as {@link #instanceTransition(Duration)}. */
  public SimulatedAws terminateTime(Duration time) {
    settings.terminateTime = Optional.of(time);
    return this;
  }

  /** How long an image made of an instance is pending; default 4 minutes. */
  public SimulatedAws imageTime(Duration time) {
    settings.imageTime = time;
    return this;
  }

  /** How long a copy of an image is pending; default 5 minutes. */
  public SimulatedAws copyTime(Duration time) {
    settings.copyTime = time;
    return this;
  }

  /**
   * How long a new image does not say the ids of its snapshots, which are there and have their tags
   * from the start; default 10 seconds.
   */
  public SimulatedAws snapshotIdDelay(Duration delay) {
    settings.snapshotIdDelay = delay;
    return this;
  }

  /**
   * The public address of every instance that is launched with one, such as {@code 127.0.0.1}.
   * Default: addresses of 203.0.113.0/24.
   */
  public SimulatedAws publicAddress(String address) {
    settings.publicAddress = instanceId -> Optional.of(address);
    return this;
  }

  /**
   * How many snapshots can be copied into one region at a time; default 20.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public SimulatedAws snapshotCopyQuota(int most) {
    settings.snapshotCopies = atLeastOne(most, "snapshotCopyQuota");
    return this;
  }

  /**
   * How long connections to a deregistered instance go on, at most the draining time-out of the
   * load balancer; default none are open.
   */
  public SimulatedAws drainTime(Duration open) {
    settings.drainTime = open;
    return this;
  }

  /**
   * How long after a request DescribeCertificate does not say how to validate; for the first half
   * of it, not even for which names. Default 5 seconds.
   */
  public SimulatedAws certificateDetails(Duration after) {
    settings.certificateDetails = after;
    return this;
  }

  /**
   * How long after the records of its validation are in the DNS a certificate is issued; default 2
   * minutes. Records are in the DNS when their change is INSYNC.
   */
  public SimulatedAws certificateValidation(Duration takes) {
    settings.certificateValidation = takes;
    return this;
  }

  /**
   * How long after its issue load balancers say {@code CertificateNotFound}; default not at all. It
   * applies to certificates from {@link World#certificates()} as well.
   */
  public SimulatedAws certificateLag(Duration lag) {
    settings.certificateLag = lag;
    return this;
  }

  /** How long after its last listener is gone a certificate still is in use; default 2 minutes. */
  public SimulatedAws certificateLinger(Duration linger) {
    settings.certificateLinger = linger;
    return this;
  }

  /**
   * How long after a listener is deleted another one on its port is refused with {@code
   * DuplicateListener}; default not at all.
   */
  public SimulatedAws listenerLinger(Duration linger) {
    settings.listenerLinger = linger;
    return this;
  }

  /** How long a change of DNS records is PENDING before it is INSYNC; default 30 seconds. */
  public SimulatedAws dnsSync(Duration takes) {
    settings.dnsSync = takes;
    return this;
  }

  /**
   * Most results of one page, whatever a request asks for. Default: 50 for EC2, 20 for ELB, 1000
   * for S3 and ACM, 300 for Route 53. Requests that name ids get them all.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public SimulatedAws pageSize(int results) {
    settings.ec2PageSize = atLeastOne(results, "pageSize");
    settings.elbPageSize = results;
    settings.s3PageSize = results;
    settings.acmPageSize = results;
    settings.dnsPageSize = results;
    return this;
  }

  /**
   * How many security groups an interface takes; default 5.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public SimulatedAws groupsPerInterface(int most) {
    settings.groupsPerInterface = atLeastOne(most, "groupsPerInterface");
    return this;
  }

  /**
   * How many rules a security group takes each way; default 60.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public SimulatedAws rulesPerGroup(int most) {
    settings.rulesPerGroup = atLeastOne(most, "rulesPerGroup");
    return this;
  }

  /**
   * How many classic load balancers a region takes; default 20.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public SimulatedAws loadBalancerQuota(int most) {
    settings.loadBalancers = atLeastOne(most, "loadBalancerQuota");
    return this;
  }

  /** Nothing on the instance answers health checks any more. */
  public SimulatedAws daemonDown(String instanceId) {
    settings.daemonsDown.add(instanceId);
    return this;
  }

  /** The instance answers health checks again. */
  public SimulatedAws daemonUp(String instanceId) {
    settings.daemonsDown.remove(instanceId);
    return this;
  }

  /** Begins a script for what goes wrong with calls of one operation. */
  public Fault onCall(String operation) {
    return pipeline.faults().add(operation);
  }

  /** Begins a script for what goes wrong with calls of any operation, such as expired keys. */
  public Fault onAnyCall() {
    return pipeline.faults().add(Fault.ANY);
  }

  /** Takes all scripts back. */
  public void clearFaults() {
    pipeline.faults().clear();
  }

  /** The scripts that no call has met yet: often a sign that a test does not test what it says. */
  public List<Fault> unfiredFaults() {
    return pipeline.faults().unfired();
  }

  /** All calls so far, except those of the user. */
  public Ledger ledger() {
    return pipeline.book().ledger();
  }

  /** The calls that the user made, through {@link #asUser()} or with {@link #userCredentials()}. */
  public Ledger userLedger() {
    return pipeline.userBook().ledger();
  }

  /** All that a user could see, as text that can be compared. */
  public WorldSnapshot snapshot() {
    return new WorldSnapshot(account.lines());
  }

  /**
   * Lets time pass until nothing is on its way any more: no instance between two states, no image
   * or snapshot pending, no interface of a deleted load balancer, no terminated instance. A {@link
   * ManualTime#stopped()} clock is moved; on real time this takes as long as it takes.
   */
  public void settle() throws InterruptedException {
    Optional<Duration> next = account.untilNext();
    while (next.isPresent()) {
      pass(next.get());
      next = account.untilNext();
    }
  }

  /** Who made a resource, also when it is gone; empty if it never was. */
  public Optional<Maker> madeBy(String resourceId) {
    return account.maker(resourceId).map(SimulatedAws::maker);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new InProcessCall(pipeline, request);
  }

  @Override
  public String clientName() {
    return "SimulatedAws";
  }

  /** Closes all ports, if any are open. The account goes on in this process. */
  @Override
  public synchronized void close() {
    account.locked(
        () -> {
          Fronts.of(account).answer(Answering.OFF);
          return true;
        });
    LoopbackServer open = server;
    if (open != null) {
      open.close();
      server = null;
    }
  }

  /** How many calls there were and what time it is. */
  @Override
  public String toString() {
    return "SimulatedAws(" + ledger().size() + " calls, " + time + ")";
  }

  /** Names of load balancers lead nowhere, unless they are loopback addresses: no DNS is asked. */
  private static Socket dial(String host, int port, Duration timeout) throws IOException {
    if (!host.startsWith("127.")) {
      throw new UnknownHostException(host);
    }
    return Dialer.network().dial(host, port, timeout);
  }

  private void pass(Duration duration) throws InterruptedException {
    if (time instanceof ManualTime manual) {
      try {
        manual.advance(duration);
      } catch (IllegalStateException advancesByItself) {
        manual.sleep(duration);
      }
    } else {
      time.sleep(duration);
    }
  }

  private static Maker maker(Origin origin) {
    if (origin instanceof Origin.Caller caller) {
      return new Maker.Caller(caller.accessKeyId(), caller.operation(), caller.requestId());
    }
    if (origin instanceof Origin.Service service) {
      return new Maker.Service(service.name());
    }
    return new Maker.User();
  }

  private static int atLeastOne(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
    }
    return value;
  }
}
