package dev.backstep.internal.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One attempt at a step or its undo, as its handler sees it. Every call goes through {@link #read}
 * or {@link #change}: that is how calls are counted, and why no change is made whose intent is not
 * in the journal.
 */
public final class Attempt {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  /** The run has been stopped, so this change is not made. */
  static final class Stopped extends RuntimeException {
    Stopped() {
      super("the run was stopped", null, false, false);
    }
  }

  /** What the run lends to an attempt. */
  interface Host {
    PlanData plan();

    String idOf(Ref ref);

    Optional<String> made(String step);

    boolean settled(String step);

    boolean wasUnanswered(String step);

    boolean isStopping();

    void progress(String step, int percent, String what);

    void output(String step, String line);

    /** Called before each change; when it throws, the change is not made. */
    void intend(String step, String api);
  }

  private final Host host;
  private final String step;
  private final int generation;
  private final boolean changedBefore;
  private final boolean mayReadWhatWas;
  private int calls;
  private boolean changing;
  private boolean changed;
  private String lastCall = "";

  Attempt(Host host, String step, int generation, boolean changedBefore) {
    this(host, step, generation, changedBefore, false);
  }

  Attempt(Host host, String step, int generation, boolean changedBefore, boolean mayReadWhatWas) {
    this.changedBefore = changedBefore;
    this.mayReadWhatWas = mayReadWhatWas;
    this.host = host;
    this.step = step;
    this.generation = generation;
  }

  /** The run: 32 hexadecimal characters. */
  public String runId() {
    return host.plan().runId();
  }

  /** The plan's region. */
  public String region() {
    return host.plan().region();
  }

  /** The ownership tags for what this step makes. */
  public Map<String, String> tags() {
    return Tags.of(owner(), runId(), step);
  }

  /**
   * The client token of this step: the same for each attempt, also in another process, 40
   * hexadecimal characters.
   */
  public String token() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  ("backstep|" + runId() + "|" + step + "|" + generation)
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The id behind a reference; the step it points to is done. */
  public String id(Ref ref) {
    return host.idOf(ref);
  }

  /** The id of what this step made, where that is known. */
  public Optional<String> made() {
    return host.made(step);
  }

  /** Says how far the step is, in percent, for the listeners. */
  public void progress(int percent, String what) {
    host.progress(step, percent, what);
  }

  /** Hands a line that a program of the step's wrote to the listeners. */
  public void output(String line) {
    host.output(step, line);
  }

  /** Whether the run is to stop: what takes long and can be broken off should be. */
  public boolean stopping() {
    return host.isStopping();
  }

  /** Makes a call that changes nothing. */
  public <T> T read(String api, Supplier<T> call) {
    calls++;
    lastCall = api;
    return call.get();
  }

  /** Makes a call that changes something, once its intent is in the journal. */
  public <T> T change(String api, Supplier<T> call) {
    host.intend(step, api);
    calls++;
    lastCall = api;
    changing = true;
    T answer = call.get();
    changing = false;
    changed = true;
    return answer;
  }

  /**
   * What an undo answers when the thing is not there: done, if an earlier attempt of this undo was
   * told that it took it away, or if enough time has passed since the step for a look-up to prove
   * it; else look again.
   */
  public Outcome absent(String what) {
    return absent(what, step);
  }

  /** The same of what another step of this run made. */
  Outcome absent(String what, Ref maker) {
    return absent(what, maker.step() == null ? step : maker.step());
  }

  private Outcome absent(String what, String maker) {
    return changedBefore ? Outcome.done() : absentOnceSettled(what, maker);
  }

  /** The same where a part of the thing may show up although an attempt took the thing away. */
  Outcome absentOnceSettled(String what) {
    return absentOnceSettled(what, step);
  }

  /** The same of what another step of this run made. */
  Outcome absentOnceSettled(String what, Ref maker) {
    return absentOnceSettled(what, maker.step() == null ? step : maker.step());
  }

  private Outcome absentOnceSettled(String what, String maker) {
    return host.settled(maker)
        ? Outcome.done()
        : new Outcome.NotYet(
            LOOK_AGAIN, "%s is not to be seen; an earlier call may still show up".formatted(what));
  }

  /** Whether a call of that step was not answered, and may have made more than is known of. */
  boolean mayHaveMadeMore(Ref maker) {
    return maker.step() != null && host.wasUnanswered(maker.step());
  }

  /**
   * Whether an earlier attempt was told moments ago that it made its change: a read that does not
   * show it is then more likely behind than right, and the change is not yet made again.
   */
  public boolean mayReadWhatWas() {
    return mayReadWhatWas;
  }

  /** Proof that this run made a thing, if its live tags give it. */
  public Optional<Owned> madeByThisRun(String id, Map<String, String> liveTags) {
    return Owned.proves(liveTags, Tags.RUN, runId())
        ? Optional.of(Owned.proven(id))
        : Optional.empty();
  }

  /** Proof that a thing is managed for the plan's target, if its live tags give it. */
  public Optional<Owned> managed(String id, Map<String, String> liveTags) {
    return Owned.proves(liveTags, Tags.OWNER, owner()) && !liveTags.containsKey(Tags.ADOPTED)
        ? Optional.of(Owned.proven(id))
        : Optional.empty();
  }

  /** The plan's target, which is the value of the owner tag. */
  public String owner() {
    return host.plan().target();
  }

  int calls() {
    return calls;
  }

  /** Whether a change was sent and its answer has not come. */
  boolean changing() {
    return changing;
  }

  /** Whether a change was sent and answered. */
  boolean changed() {
    return changed;
  }

  String lastCall() {
    return lastCall;
  }
}
