package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/** DescribeInstances, until the state is there, or one from which it does not come any more. */
public final class InstanceStateHandler implements StepHandler<InstanceStateStep> {

  private static final Map<String, Set<String>> ON_THE_WAY =
      Map.of("running", Set.of("pending"), "stopped", Set.of("running", "stopping"));

  private final Instances instances;

  /** Looks through the instances of an access. */
  public InstanceStateHandler(Instances instances) {
    this.instances = instances;
  }

  @Override
  public Outcome attempt(InstanceStateStep step, Attempt run) {
    String id = run.id(step.instance());
    Optional<Instance> instance = instances.get(id, run);
    if (instance.isEmpty()) {
      return refused(ErrorClass.EVENTUAL, "InvalidInstanceID.NotFound", id + " is not to be seen");
    }
    String state = instance.get().state().nameAsString();
    if (state.equals(step.state())) {
      return new Outcome.Done(results(instance.get()));
    }
    return ON_THE_WAY.getOrDefault(step.state(), Set.of()).contains(state)
        ? new Outcome.NotYet(step.lookEvery(), "instance %s is %s".formatted(id, state))
        : refused(ErrorClass.REFUSED, code(instance.get()), reason(step, instance.get()));
  }

  @Override
  public Duration patience(InstanceStateStep step) {
    return step.within();
  }

  @Override
  public String family() {
    return ApiFamily.EC2_READ.name();
  }

  private static Map<String, String> results(Instance instance) {
    Map<String, String> results = new HashMap<>();
    results.put("id", instance.instanceId());
    put(results, "publicAddress", instance.publicIpAddress());
    put(results, "privateAddress", instance.privateIpAddress());
    return results;
  }

  private static void put(Map<String, String> results, String key, @Nullable String value) {
    if (value != null) {
      results.put(key, value);
    }
  }

  private static String code(Instance instance) {
    return instance.stateReason() == null || instance.stateReason().code() == null
        ? "InstanceEnded"
        : instance.stateReason().code();
  }

  /** An instance whose volumes cannot be decrypted dies with Client.InternalError. */
  private static String reason(InstanceStateStep step, Instance instance) {
    String aws =
        instance.stateReason() == null
            ? "AWS gives no reason"
            : String.valueOf(instance.stateReason().message());
    String hint =
        "Client.InternalError".equals(code(instance))
            ? "; that is what AWS says when the KMS key of a volume is disabled or may not be used: check the key's state and policy (kms:CreateGrant, kms:Decrypt)"
            : "";
    return "instance %s is %s and will not be %s: %s%s"
        .formatted(instance.instanceId(), instance.state().nameAsString(), step.state(), aws, hint);
  }

  private static Outcome refused(ErrorClass errorClass, String code, String message) {
    return new Outcome.Refused(Failure.of(errorClass, code, message));
  }
}
