package dev.backstep.testing.internal.ec2;

/**
 * How something ends that was begun well.
 *
 * @param state such as {@code failed}
 * @param code such as {@code Client.InternalError}
 * @param message what AWS says about it
 */
public record Ending(String state, String code, String message) {}
