package dev.backstep.internal.ssh;

/** What came of a {@link Provision}. */
public sealed interface ProvisionResult {

  /**
   * It did what it should.
   *
   * @param note what could not be tidied up, or empty
   */
  record Done(String note) implements ProvisionResult {}

  /**
   * The connection ended, as was expected. Connect again, then go on with the next one; the session
   * is of no more use.
   *
   * @param script what is left on the instance, for {@link ProvisionRunner#remove}
   */
  record Rebooting(String script) implements ProvisionResult {}

  /** It failed, and would again. */
  record Failed(String message) implements ProvisionResult {}

  /** The connection ended in the middle; what was done of it is not known. */
  record ConnectionLost(String message) implements ProvisionResult {}

  /** Given up on request. */
  record Stopped(String message) implements ProvisionResult {}

  /** Given up because its time was over. */
  record Overdue(String message) implements ProvisionResult {}
}
