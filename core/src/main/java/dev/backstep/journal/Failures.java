package dev.backstep.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Exceptions whose own message has the run, the place and the reason. */
final class Failures {

  private Failures() {}

  static UncheckedIOException cannotOpen(String runId, String place, IOException why) {
    return new UncheckedIOException(
        "the journal of run %s (%s) cannot be opened for writing: %s"
            .formatted(runId, place, reason(why)),
        why);
  }

  static UncheckedIOException cannotRead(String runId, String place, IOException why) {
    return new UncheckedIOException(
        "the journal of run %s (%s) cannot be read: %s".formatted(runId, place, reason(why)), why);
  }

  static UncheckedIOException cannotWrite(
      String runId, String place, long sequence, JournalEntry.Type type, IOException why) {
    return new UncheckedIOException(
        "the journal of run %s (%s): record %d (%s) could not be written: %s"
            .formatted(runId, place, sequence, type, reason(why)),
        why);
  }

  /** In words: the message of some exceptions is a path and nothing else. */
  static String reason(Throwable why) {
    if (why instanceof NoSuchFileException) {
      return why.getMessage() + " is not there";
    } else if (why instanceof AccessDeniedException) {
      return "no access to " + why.getMessage();
    } else if (why instanceof NotDirectoryException) {
      return why.getMessage() + " is not a folder";
    }
    return why.getMessage() == null ? why.toString() : why.getMessage();
  }
}
