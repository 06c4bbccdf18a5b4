package dev.backstep.plan;

/**
 * A thing that a rollback could not remove.
 *
 * @param step the step that made it
 * @param what what it is, with its id
 * @param why why it is still there
 * @param command the command that removes it
 */
public record Leftover(String step, String what, String why, String command) {}
