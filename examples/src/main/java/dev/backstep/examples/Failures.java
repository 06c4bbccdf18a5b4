package dev.backstep.examples;

import picocli.CommandLine;

/** How a program ends that could not do what it was told to. */
final class Failures {

  private Failures() {}

  /** What fails is told by its message, which has the whole story. */
  static CommandLine toldByMessage(CommandLine program) {
    return program.setExecutionExceptionHandler(
        (failure, commandLine, parsed) -> {
          commandLine.getErr().println(failure.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
  }
}
