package dev.backstep.internal.route53;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;

/**
 * Waits until all name servers of Route 53 have a record.
 *
 * @param record the step that made it
 */
public record RecordInSyncStep(Ref record) implements Step {}
