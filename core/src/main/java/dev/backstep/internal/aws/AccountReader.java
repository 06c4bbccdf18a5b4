package dev.backstep.internal.aws;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import java.util.concurrent.CompletableFuture;

/** Reads whose credentials these are: GetCallerIdentity. */
public final class AccountReader {

  private final AwsAccess aws;
  private final PlanningCalls calls;

  /** For the credentials of an access. */
  public AccountReader(AwsAccess aws, PlanningCalls calls) {
    this.aws = aws;
    this.calls = calls;
  }

  /** Begins to read the number of the account. */
  public CompletableFuture<String> begin() {
    return calls.begin(
        ApiFamily.STS, "sts:GetCallerIdentity", () -> aws.sts().getCallerIdentity().account());
  }
}
