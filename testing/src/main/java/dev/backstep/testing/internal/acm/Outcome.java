package dev.backstep.testing.internal.acm;

import java.time.Duration;

/**
 * What becomes of a request by script, instead of what its validation says.
 *
 * @param status the status it gets; empty if it stays pending
 * @param reason of a failure
 */
public record Outcome(String status, String reason, Duration after) {}
