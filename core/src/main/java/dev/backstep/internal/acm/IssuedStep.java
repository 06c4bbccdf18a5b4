package dev.backstep.internal.acm;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import java.time.Duration;

/**
 * Waits until ACM has issued a certificate; parks the run when that takes long.
 *
 * @param certificate which
 * @param parkAfter how long it may take before the run parks
 * @param lookEvery how long between two looks
 * @param recordsAreMade whether the run makes the records that validate it
 */
public record IssuedStep(
    Ref certificate, Duration parkAfter, Duration lookEvery, boolean recordsAreMade)
    implements Step {}
