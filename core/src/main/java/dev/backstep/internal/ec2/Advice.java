package dev.backstep.internal.ec2;

import dev.backstep.internal.aws.AwsFailures;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** Adds to a final refusal what to ask for instead. */
public final class Advice {

  private static final Set<String> ABOUT_THE_IMAGE =
      Set.of(
          "EncryptedVolumesNotSupported",
          "InvalidBlockDeviceMapping",
          "InvalidParameterCombination",
          "InvalidRequest",
          "OperationNotPermitted",
          "UnsupportedOperation");

  private Advice() {}

  /** The refusal with the advice; what may pass is thrown on, for the engine to judge. */
  public static Outcome orRethrow(Ec2Exception thrown, AwsFailures failures, String advice) {
    Failure failure = failures.explain(thrown);
    if (!ABOUT_THE_IMAGE.contains(failure.code()) || advice.isEmpty()) {
      throw thrown;
    }
    return new Outcome.Refused(
        new Failure(
            failure.errorClass(),
            failure.code(),
            failure.message() + "; " + advice,
            failure.requestId(),
            failure.retryAfter()));
  }
}
