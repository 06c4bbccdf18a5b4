package dev.backstep.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a program gave that was run inside this process. */
record InProcess(int exitCode, String out, String err) {

  static InProcess run(CommandLine program, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
    return new InProcess(exitCode, out.toString(), err.toString());
  }
}
