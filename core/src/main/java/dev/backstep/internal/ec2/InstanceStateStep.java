package dev.backstep.internal.ec2;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import java.time.Duration;

/**
 * Waits until an instance is in a state.
 *
 * @param instance the instance
 * @param state {@code running} or {@code stopped}
 * @param within how long it may take
 * @param lookEvery how long between two looks
 */
public record InstanceStateStep(Ref instance, String state, Duration within, Duration lookEvery)
    implements Step {}
