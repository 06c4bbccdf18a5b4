package dev.backstep.testing.internal.service;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Origin;
import dev.backstep.testing.internal.wire.AwsError;
import dev.backstep.testing.internal.wire.CallerScope;
import dev.backstep.testing.internal.wire.Flat;
import dev.backstep.testing.internal.wire.HttpAnswer;
import dev.backstep.testing.internal.wire.HttpCall;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;

/** A call that has been understood and not yet been carried out. */
public final class PreparedCall {

  private final Account account;
  private final Service service;
  private final CallerScope scope;
  private final String operation;
  private final boolean mutating;
  private final Map<String, String> parameters;
  private final Function<Context, SdkPojo> run;

  private PreparedCall(
      Account account,
      Service service,
      CallerScope scope,
      String operation,
      boolean mutating,
      Map<String, String> parameters,
      Function<Context, SdkPojo> run) {
    this.account = account;
    this.service = service;
    this.scope = scope;
    this.operation = operation;
    this.mutating = mutating;
    this.parameters = parameters;
    this.run = run;
  }

  /** Reads a call of the given service; what cannot be read is refused when it is carried out. */
  public static PreparedCall of(
      Account account, Service service, CallerScope scope, HttpCall call) {
    String name = service.protocol().operation(call);
    try {
      Operation<?, ?> operation = service.operation(name);
      Operation.Bound bound = operation.bind(builder -> service.protocol().read(call, builder));
      return new PreparedCall(
          account,
          service,
          scope,
          name,
          operation.mutating(),
          Flat.parameters(bound.request()),
          bound.run());
    } catch (AwsError unreadable) {
      return new PreparedCall(
          account,
          service,
          scope,
          name,
          false,
          Map.of(),
          context -> {
            throw unreadable;
          });
    }
  }

  /** The service's signing name. */
  public String service() {
    return service.name();
  }

  /** The region of the call. */
  public String region() {
    return scope.region();
  }

  /** Whether the user makes it, beside what the tool under test does. */
  public boolean byUser() {
    return scope.accessKeyId().equals(Account.USER_ACCESS_KEY_ID);
  }

  /** The operation's name. */
  public String operation() {
    return operation;
  }

  /** Whether it can change something. */
  public boolean mutating() {
    return mutating;
  }

  /** The request, flat. */
  public Map<String, String> parameters() {
    return parameters;
  }

  /** Carries the call out. */
  public Answer act(String requestId) {
    return byUser()
        ? account.asUser(() -> actAlone(requestId))
        : account.locked(() -> actAlone(requestId));
  }

  /** Carries the call out later, and tells how it went. */
  public void actLater(
      java.time.Duration delay, String requestId, java.util.function.Consumer<Answer> done) {
    account.locked(
        () -> {
          account.timeline().after(delay, () -> done.accept(actAlone(requestId)));
          return true;
        });
  }

  /** Answers with an error instead of carrying the call out. */
  public Answer refuse(AwsError error, String requestId) {
    return new Answer(service.protocol().error(error, requestId), Optional.of(error.code()), false);
  }

  /** This service's own refusal of a call that came too fast. */
  public AwsError throttle() {
    return service.throttle();
  }

  /** A failure with the given status. */
  public AwsError failure(int status) {
    return service.failure(status);
  }

  private Answer actAlone(String requestId) {
    Origin origin =
        byUser() ? new Origin.User() : new Origin.Caller(scope.accessKeyId(), operation, requestId);
    Context context = new Context(account.region(scope.region()), origin, requestId);
    try {
      if ("true".equals(parameters.get("DryRun"))) {
        throw AwsError.of(
            "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
      }
      SdkPojo response = run.apply(context);
      return new Answer(
          service.protocol().write(operation, response, requestId), Optional.empty(), true);
    } catch (AwsError error) {
      return refuse(error, requestId);
    }
  }

  /**
   * How a call went.
   *
   * @param acted whether the service carried it out
   */
  public record Answer(HttpAnswer http, Optional<String> errorCode, boolean acted) {}
}
