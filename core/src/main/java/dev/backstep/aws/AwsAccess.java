package dev.backstep.aws;

import dev.backstep.journal.FileJournal;
import dev.backstep.journal.Journal;
import dev.backstep.plan.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * An AWS account and region, and the clients to work there. Immutable: each setting gives a changed
 * copy, and nothing is opened before the first call. All plans made with one access share its
 * connections and rate limits, as do the copies that {@link #region(String)} makes.
 *
 * <pre>{@code
 * AwsAccess aws = AwsAccess.inRegion("us-west-2").profile("prod");
 * }</pre>
 */
public final class AwsAccess implements AutoCloseable {

  private static final AwsAccess ENVIRONMENT = opening(ImmutableAccessSettings.builder().build());

  private final ImmutableAccessSettings settings;
  private final Clients clients;
  private volatile @Nullable Region resolved;

  private AwsAccess(ImmutableAccessSettings settings, Clients clients) {
    this.settings = settings;
    this.clients = clients;
  }

  /**
   * Region, credentials and endpoint as the AWS SDK finds them: {@code AWS_REGION}, {@code
   * AWS_PROFILE}, {@code AWS_ENDPOINT_URL}, the shared configuration files, the instance's role.
   */
  public static AwsAccess fromEnvironment() {
    return opening(ENVIRONMENT.settings);
  }

  /** One access from the environment for the whole JVM; it is never closed. */
  public static AwsAccess shared() {
    return ENVIRONMENT;
  }

  /** The given region, such as {@code us-west-2}; credentials as the AWS SDK finds them. */
  public static AwsAccess inRegion(String region) {
    return fromEnvironment().region(region);
  }

  /** The same account in another region, with the same connections and credentials. */
  public AwsAccess region(String region) {
    return new AwsAccess(settings.withRegion(Objects.requireNonNull(region, "region")), clients);
  }

  /** Credentials, and the region unless set, from a profile of the shared configuration files. */
  public AwsAccess profile(String profile) {
    return with(settings.withProfile(profile));
  }

  /** Where to send calls instead of AWS, such as an emulator. Default: {@code AWS_ENDPOINT_URL}. */
  public AwsAccess endpoint(URI endpoint) {
    return with(settings.withEndpoint(endpoint));
  }

  /** Credentials to use instead of those that the AWS SDK finds. */
  public AwsAccess credentials(AwsCredentialsProvider provider) {
    return with(settings.withCredentials(provider));
  }

  /** The HTTP client to use; it stays the caller's to close. Default: one of this access's own. */
  public AwsAccess httpClient(SdkHttpClient client) {
    return with(settings.withHttpClient(client));
  }

  /**
   * Clients that are ready, to use instead of building some. They stay the caller's to close, and
   * must belong to the account and region of this access. They should not retry: runs do.
   */
  public AwsAccess clients(Ec2Client ec2, ElasticLoadBalancingClient balancing, StsClient sts) {
    return with(settings.withEc2(ec2).withElasticLoadBalancing(balancing).withSts(sts));
  }

  /** A client for ACM that is ready, to use instead of building one; as for the others. */
  public AwsAccess client(AcmClient acm) {
    return with(settings.withAcm(acm));
  }

  /** A client for KMS that is ready, to use instead of building one; as for the others. */
  public AwsAccess client(KmsClient kms) {
    return with(settings.withKms(kms));
  }

  /** A client for Route 53 that is ready, to use instead of building one; as for the others. */
  public AwsAccess client(Route53Client route53) {
    return with(settings.withRoute53(route53));
  }

  /** A client for S3 that is ready, to use instead of building one; as for the others. */
  public AwsAccess client(S3Client s3) {
    return with(settings.withS3(s3));
  }

  /**
   * How long one call may take before it counts as unanswered. Defaults: 60 s and 30 s.
   *
   * @param reads for calls that only read
   * @param changes for calls that change something
   * @throws IllegalArgumentException if one is not 1 ms to 24 hours
   */
  public AwsAccess timeouts(Duration reads, Duration changes) {
    return with(
        settings
            .withReadTimeout(inRange("reads", reads))
            .withChangeTimeout(inRange("changes", changes)));
  }

  /** The clock of what is planned and run with this access. Default: real time. */
  public AwsAccess time(TimeSource time) {
    return with(settings.withTime(time));
  }

  /**
   * Where runs made with this access are recorded, unless their {@code RunOptions} say otherwise.
   * Default: {@link FileJournal#inHome()}.
   */
  public AwsAccess journal(Journal journal) {
    return with(settings.withJournal(journal));
  }

  /**
   * How connections to load balancers are opened, to look at what they present to clients. Default:
   * {@link Dialer#network()}.
   */
  public AwsAccess dialer(Dialer dialer) {
    return with(settings.withDialer(dialer));
  }

  /** What opens connections to load balancers. */
  public Dialer dialer() {
    return settings.dialer();
  }

  /** The journal. */
  public Journal journal() {
    return settings.journal();
  }

  /**
   * The region's name.
   *
   * @throws AwsAccessException if none is set or it does not exist
   */
  public String regionName() {
    return resolved().id();
  }

  /** The clock. */
  public TimeSource time() {
    return settings.time();
  }

  /**
   * The client for AWS Certificate Manager.
   *
   * @throws AwsAccessException if no region is set or it does not exist
   */
  public AcmClient acm() {
    return settings
        .acm()
        .orElseGet(() -> clients.get(AcmClient.class, AcmClient.builder(), resolved(), settings));
  }

  /**
   * The client for EC2.
   *
   * @throws AwsAccessException if no region is set or it does not exist
   */
  public Ec2Client ec2() {
    return settings
        .ec2()
        .orElseGet(() -> clients.get(Ec2Client.class, Ec2Client.builder(), resolved(), settings));
  }

  /**
   * The client for classic Elastic Load Balancing.
   *
   * @throws AwsAccessException if no region is set or it does not exist
   */
  public ElasticLoadBalancingClient elasticLoadBalancing() {
    return settings
        .elasticLoadBalancing()
        .orElseGet(
            () ->
                clients.get(
                    ElasticLoadBalancingClient.class,
                    ElasticLoadBalancingClient.builder(),
                    resolved(),
                    settings));
  }

  /**
   * The client for the Key Management Service.
   *
   * @throws AwsAccessException if no region is set or it does not exist
   */
  public KmsClient kms() {
    return settings
        .kms()
        .orElseGet(() -> clients.get(KmsClient.class, KmsClient.builder(), resolved(), settings));
  }

  /**
   * The client for Route 53, which has no regions: calls are signed for this access's own, or for
   * the one that AWS wants.
   *
   * @throws AwsAccessException if no region is set or it does not exist
   */
  public Route53Client route53() {
    return settings
        .route53()
        .orElseGet(
            () -> clients.get(Route53Client.class, Route53Client.builder(), resolved(), settings));
  }

  /**
   * The client for the Security Token Service.
   *
   * @throws AwsAccessException if no region is set or it does not exist
   */
  public StsClient sts() {
    return settings
        .sts()
        .orElseGet(() -> clients.get(StsClient.class, StsClient.builder(), resolved(), settings));
  }

  /**
   * The client for S3.
   *
   * @throws AwsAccessException if no region is set or it does not exist
   */
  public S3Client s3() {
    return settings
        .s3()
        .orElseGet(
            () ->
                clients.get(
                    S3Client.class,
                    S3Client.builder().forcePathStyle(settings.endpoint().isPresent()),
                    resolved(),
                    settings));
  }

  /** Reserves a call of a family in this region; the answer is how long to wait before it. */
  public Duration reserve(ApiFamily family) {
    return clients.limits().reserve(regionName(), family);
  }

  /** Says that AWS throttled a call of a family, so that later ones come slower. */
  public void throttled(ApiFamily family) {
    clients.limits().throttled(regionName(), family);
  }

  /** Where calls go and as whom, for messages; no secret. */
  @Override
  public String toString() {
    return "AwsAccess[region=%s, profile=%s, endpoint=%s]"
        .formatted(
            settings.region().orElse("from the environment"),
            settings.profile().orElse("default"),
            settings.endpoint().map(AwsAccess::withoutUser).orElse("AWS"));
  }

  /** Closes what this access has opened, for all of its regions; not what all share. */
  @Override
  public void close() {
    if (clients != ENVIRONMENT.clients) {
      clients.close();
    }
  }

  private Region resolved() {
    Region region = resolved;
    if (region == null) {
      region = Regions.resolve(settings);
      resolved = region;
    }
    return region;
  }

  private static Duration inRange(String calls, Duration timeout) {
    Objects.requireNonNull(timeout, "timeouts: " + calls);
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "timeouts: %s: %s (expected: 1 ms to 24 hours)".formatted(calls, timeout));
    }
    return timeout;
  }

  private static String withoutUser(URI endpoint) {
    return endpoint.toString().replaceFirst("//[^/@]*@", "//");
  }

  private AwsAccess with(ImmutableAccessSettings changed) {
    return opening(changed);
  }

  private static AwsAccess opening(ImmutableAccessSettings settings) {
    return new AwsAccess(settings, new Clients(settings.time()));
  }
}
