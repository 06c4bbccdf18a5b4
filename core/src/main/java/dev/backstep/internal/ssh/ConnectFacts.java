package dev.backstep.internal.ssh;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known about an instance that could not be logged in to, as read from AWS.
 *
 * @param instance its id
 * @param state such as {@code running}
 * @param imageName of what it was launched from, by which the usual user is guessed
 * @param allowedFrom CIDR blocks from which its groups let the port's packets in
 * @param publicAddress whether it has a public address
 * @param internetRoute whether its subnet's route table leads to an internet gateway; empty where
 *     that was not read
 * @param console what it wrote to its console, may be empty
 * @param attempts how many were made
 * @param waited since the first
 */
public record ConnectFacts(
    String instance,
    String state,
    String imageName,
    List<String> allowedFrom,
    boolean publicAddress,
    Optional<Boolean> internetRoute,
    String console,
    int attempts,
    Duration waited) {

  /** Copies the list. */
  public ConnectFacts {
    allowedFrom = List.copyOf(allowedFrom);
  }
}
