package dev.backstep.testing.internal.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a fake instance answers a command. Set up before the command comes. */
public final class Behaviour {

  /** What ends it. */
  public enum Ending {
    /** The exit code. */
    EXIT,
    /** The signal. */
    SIGNAL,
    /** The whole connection is cut. */
    DROP,
    /** Nothing more is heard, while the connection seems to be there. */
    SILENCE,
    /** The connection is cut, and nobody is let in for a while. */
    REBOOT
  }

  /**
   * Something written.
   *
   * @param error whether to standard error
   */
  public record Printed(boolean error, String text) {}

  /** What is written first, as it is. */
  public final List<Printed> prints = new ArrayList<>();

  /** What is then written over and over. */
  public Optional<String> endless = Optional.empty();

  /** How long it takes before it ends, in real time. */
  public Duration takes = Duration.ZERO;

  /** What ends it. */
  public Ending ending = Ending.EXIT;

  /** With which code. */
  public int exitCode;

  /** By which signal, without {@code SIG}. */
  public String signal = "";

  /** How long a reboot lasts, in the account's time. */
  public Duration reboot = Duration.ZERO;

  /** The exit code is said and the channel stays open. */
  public boolean keepsChannelOpen;

  private int left = Integer.MAX_VALUE;

  /** Answers so only a number of times. */
  public synchronized void times(int count) {
    left = count;
  }

  synchronized boolean take() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
