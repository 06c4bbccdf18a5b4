package dev.backstep.internal.route53;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;

/**
 * Makes the record that validates a name of a certificate.
 *
 * @param zone the hosted zone's id
 * @param certificate whose name
 * @param name the name, without a wildcard
 */
public record RecordStep(String zone, Ref certificate, String name) implements Step {}
