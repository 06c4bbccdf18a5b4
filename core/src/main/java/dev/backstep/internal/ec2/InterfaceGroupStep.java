package dev.backstep.internal.ec2;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;

/**
 * Adds a security group to those of a network interface.
 *
 * @param networkInterface the interface
 * @param group what is added
 * @param batch steps of one batch share their reads
 */
public record InterfaceGroupStep(String networkInterface, Ref group, String batch)
    implements Step {}
