package dev.backstep.internal.ec2;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;

/**
 * Tells an instance to stop.
 *
 * @param instance the instance
 */
public record StopInstanceStep(Ref instance) implements Step {}
