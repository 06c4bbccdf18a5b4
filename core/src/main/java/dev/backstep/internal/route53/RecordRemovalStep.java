package dev.backstep.internal.route53;

import dev.backstep.internal.engine.Step;

/**
 * Removes a record that validated a certificate of the plan's target.
 *
 * @param zone the hosted zone's id
 * @param name the record's name
 * @param value where it leads
 */
public record RecordRemovalStep(String zone, String name, String value) implements Step {}
