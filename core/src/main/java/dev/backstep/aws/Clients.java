package dev.backstep.aws;

import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Builds SDK clients that never retry, since the engine does, and closes those it built. One HTTP
 * client serves all of them, in every region.
 */
final class Clients implements AutoCloseable {

  private static final String USER_AGENT = "backstep/" + version();

  /** Ends calls that take too long, for all clients: one of its own each would be five threads. */
  private static final ScheduledExecutorService TIMEOUTS = timeouts();

  private final RateLimits limits;
  private final Map<String, SdkAutoCloseable> built = new HashMap<>();
  private Optional<SdkHttpClient> ownHttpClient = Optional.empty();
  private Optional<AwsCredentialsProvider> ownCredentials = Optional.empty();
  private boolean closed;

  Clients(TimeSource time) {
    this.limits = new RateLimits(time::nanoTime);
  }

  RateLimits limits() {
    return limits;
  }

  /** The client of a service in a region, built when first asked for. */
  synchronized <
          C extends SdkAutoCloseable, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
      C get(Class<C> type, B builder, Region region, AccessSettings settings) {
    if (closed) {
      throw new IllegalStateException("this AwsAccess is closed");
    }
    String key = type.getName() + "@" + region.id();
    return type.cast(built.computeIfAbsent(key, absent -> build(builder, region, settings)));
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C build(
      B builder, Region region, AccessSettings settings) {
    ClientOverrideConfiguration.Builder overrides =
        ClientOverrideConfiguration.builder()
            .retryStrategy(AwsRetryStrategy.doNotRetry())
            .scheduledExecutorService(TIMEOUTS)
            .apiCallTimeout(settings.readTimeout())
            .apiCallAttemptTimeout(settings.readTimeout())
            .addExecutionInterceptor(new ChangeTimeout(settings.changeTimeout()))
            .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, USER_AGENT);
    settings.profile().ifPresent(overrides::defaultProfileName);
    settings.endpoint().ifPresent(builder::endpointOverride);
    return builder
        .region(region)
        .credentialsProvider(credentials(settings))
        .httpClient(settings.httpClient().orElseGet(this::httpClient))
        .overrideConfiguration(overrides.build())
        .build();
  }

  private AwsCredentialsProvider credentials(AccessSettings settings) {
    if (settings.credentials().isPresent()) {
      return settings.credentials().get();
    }
    if (ownCredentials.isEmpty()) {
      DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
      settings.profile().ifPresent(chain::profileName);
      ownCredentials = Optional.of(chain.build());
    }
    return ownCredentials.get();
  }

  private SdkHttpClient httpClient() {
    if (ownHttpClient.isEmpty()) {
      ownHttpClient =
          Optional.of(
              ApacheHttpClient.builder()
                  .maxConnections(64)
                  .connectionTimeout(Duration.ofSeconds(10))
                  .build());
    }
    return ownHttpClient.get();
  }

  @Override
  public synchronized void close() {
    closed = true;
    List<SdkAutoCloseable> closing = new ArrayList<>(built.values());
    ownHttpClient.ifPresent(closing::add);
    ownCredentials
        .filter(SdkAutoCloseable.class::isInstance)
        .map(SdkAutoCloseable.class::cast)
        .ifPresent(closing::add);
    built.clear();
    closing.forEach(SdkAutoCloseable::close);
  }

  private static ScheduledExecutorService timeouts() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(task, "backstep-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  private static String version() {
    return Optional.ofNullable(Clients.class.getPackage().getImplementationVersion())
        .map((Function<String, String>) version -> version.toLowerCase(Locale.ROOT))
        .orElse("dev");
  }

  /** Gives calls that change something a time-out of their own. */
  private static final class ChangeTimeout implements ExecutionInterceptor {

    private final Duration timeout;

    ChangeTimeout(Duration timeout) {
      this.timeout = timeout;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      SdkRequest request = context.request();
      String name = request.getClass().getSimpleName();
      if (name.startsWith("Describe") || name.startsWith("Get") || name.startsWith("List")) {
        return request;
      }
      AwsRequest change = (AwsRequest) request;
      AwsRequestOverrideConfiguration.Builder overrides =
          change
              .overrideConfiguration()
              .map(AwsRequestOverrideConfiguration::toBuilder)
              .orElseGet(AwsRequestOverrideConfiguration::builder);
      return change.toBuilder()
          .overrideConfiguration(
              overrides.apiCallTimeout(timeout).apiCallAttemptTimeout(timeout).build())
          .build();
    }
  }
}
