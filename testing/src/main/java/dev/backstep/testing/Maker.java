package dev.backstep.testing;

/** Who made a resource of the simulated account. */
public sealed interface Maker {

  /** The user, through {@link World} or {@link SimulatedAws#asUser()}: never a run's to delete. */
  record User() implements Maker {}

  /**
   * An API call.
   *
   * @param accessKeyId who signed it
   * @param operation such as {@code CreateSecurityGroup}
   * @param requestId the call's, as in the {@link Ledger}
   */
  record Caller(String accessKeyId, String operation, String requestId) implements Maker {}

  /**
   * AWS itself, such as the interfaces of a load balancer.
   *
   * @param name the service
   */
  record Service(String name) implements Maker {}
}
