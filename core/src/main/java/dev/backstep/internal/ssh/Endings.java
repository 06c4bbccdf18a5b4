package dev.backstep.internal.ssh;

/** The end of a command in words. */
final class Endings {

  private Endings() {}

  static String of(ExecResult result, String expected) {
    return switch (result.end()) {
      case EXITED ->
          "ended with exit code %d (expected: %s)%s"
              .formatted(result.exitCode(), expected, hint(result.exitCode()));
      case KILLED -> "was killed by signal %s".formatted(result.signal());
      case DISCONNECTED ->
          "was cut off: the connection ended before it did, and how far it came is not known";
      case STOPPED -> "was stopped on request";
      case OVERDUE -> "was given up because its time was over";
    };
  }

  private static String hint(int code) {
    return switch (code) {
      case 126 -> ": the command was found and may not be executed";
      case 127 -> ": a command was not found";
      default -> "";
    };
  }
}
