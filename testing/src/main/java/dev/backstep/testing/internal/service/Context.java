package dev.backstep.testing.internal.service;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Origin;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.state.Settings;
import java.time.Duration;
import java.time.Instant;

/** What a handler knows of the call it carries out. */
public record Context(Region region, Origin origin, String requestId) {

  /** The account. */
  public Account account() {
    return region.account();
  }

  /** What can be set about it. */
  public Settings settings() {
    return account().settings();
  }

  /** The time of the call. */
  public Instant now() {
    return account().timeline().now();
  }

  /** Lets something happen later. */
  public void after(Duration delay, Runnable effect) {
    account().timeline().after(delay, effect);
  }

  /** A new id, remembered as made by this call. */
  public String newId(String prefix) {
    String id = account().ids().next(prefix);
    account().made(id, origin);
    return id;
  }

  /** The ARN of a thing in this region. */
  public String arn(String service, String resource) {
    return "arn:%s:%s:%s:%s:%s"
        .formatted(region.partition(), service, region.name(), Account.ID, resource);
  }
}
