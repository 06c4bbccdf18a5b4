package dev.backstep.internal.aws;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Backend;
import dev.backstep.internal.engine.Catalog;
import dev.backstep.internal.engine.Failure;
import dev.backstep.journal.Journal;
import dev.backstep.plan.TimeSource;
import java.time.Duration;

/** What the engine needs of AWS. */
public final class AwsBackend implements Backend {

  private final AwsAccess aws;
  private final Catalog catalog;
  private final AwsFailures failures;

  /** For the steps of a catalog, over an access. */
  public AwsBackend(AwsAccess aws, Catalog catalog) {
    this.aws = aws;
    this.catalog = catalog;
    this.failures = new AwsFailures(aws.time());
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Failure explain(Throwable thrown) {
    return failures.explain(thrown);
  }

  @Override
  public Duration permission(String family) {
    return family.isEmpty() ? Duration.ZERO : aws.reserve(ApiFamily.valueOf(family));
  }

  @Override
  public void throttled(String family) {
    aws.throttled(ApiFamily.valueOf(family));
  }

  @Override
  public TimeSource time() {
    return aws.time();
  }

  @Override
  public Journal journal() {
    return aws.journal();
  }
}
