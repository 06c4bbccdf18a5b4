package dev.backstep.testing.internal.state;

import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** One simulated AWS account. All of its state is read and changed under one lock. */
public final class Account {

  /** Its number. */
  public static final String ID = "123456789012";

  /** The access key that the user's own calls are signed with. */
  public static final String USER_ACCESS_KEY_ID = "AKIASIMULATED000USER";

  private final Object lock = new Object();
  private final Settings settings = new Settings();
  private final Timeline timeline;
  private final Ids ids = new Ids();
  private final TreeMap<String, Region> regions = new TreeMap<>();
  private final ConcurrentMap<String, Origin> origins = new ConcurrentHashMap<>();

  /** An empty account. */
  public Account(TimeSource time) {
    this.timeline = new Timeline(time, settings);
  }

  /** What can be set. */
  public Settings settings() {
    return settings;
  }

  /** Its time; only under the lock. */
  public Timeline timeline() {
    return timeline;
  }

  /** Its ids; only under the lock. */
  public Ids ids() {
    return ids;
  }

  /** A region; only under the lock. */
  public Region region(String name) {
    return regions.computeIfAbsent(name, unused -> new Region(name, this));
  }

  /** The regions that have been used; only under the lock. */
  public List<Region> regions() {
    return List.copyOf(regions.values());
  }

  /** Does a piece of work alone, after all that was due by now has happened. */
  public <T> T locked(Supplier<T> work) {
    synchronized (lock) {
      timeline.catchUp();
      return work.get();
    }
  }

  /** Does a piece of work as the user by hand: every read sees it at once, and it sees all. */
  public <T> T asUser(Supplier<T> work) {
    return locked(() -> timeline.asUser(work));
  }

  /** Remembers who made a resource. */
  public void made(String id, Origin origin) {
    origins.put(id, origin);
  }

  /** Who made a resource, also after it is gone. */
  public Optional<Origin> maker(String id) {
    return Optional.ofNullable(origins.get(id));
  }

  /** How long until something happens by itself. */
  public Optional<Duration> untilNext() {
    return locked(timeline::untilNext);
  }

  /** All that a user could see. */
  public List<String> lines() {
    return locked(
        () -> {
          Lines lines = new Lines();
          regions.values().forEach(region -> region.describe(lines));
          return lines.all();
        });
  }
}
