package dev.backstep.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that works on a simulated account over loopback, and can be killed. It is
 * killed in any case when it takes too long, so that nobody waits for it forever.
 */
final class ChildJvm implements AutoCloseable {

  private static final int SIGINT = 2;
  private static final long LONGEST_LIFE_SECONDS = 300;

  private final Process process;
  private final BufferedReader output;
  private final List<String> said = new ArrayList<>();

  private ChildJvm(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    CompletableFuture<Process> life = process.onExit();
    life.orTimeout(LONGEST_LIFE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(tooLong -> process.destroyForcibly());
  }

  /** Starts one; most of its life it loads classes, so it does without what slows that down. */
  static ChildJvm start(Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (ignoresSigint()) {
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(arguments);
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /**
   * Whether this process is deaf to SIGINT, as what a script runs in the background is. Its
   * children would be so too.
   */
  private static boolean ignoresSigint() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .anyMatch(signals -> (signals & 1 << (SIGINT - 1)) != 0);
  }

  /**
   * Reads what the process says up to a line that begins in one of these ways.
   *
   * @throws AssertionError if it ends without
   */
  String awaitLine(String... beginnings) throws IOException {
    String line;
    while ((line = output.readLine()) != null) {
      said.add(line);
      for (String beginning : beginnings) {
        if (line.startsWith(beginning)) {
          return line;
        }
      }
    }
    throw new AssertionError(
        "the process ended without a line \"%s...\"; it said:%n%s"
            .formatted(String.join("...\" or \"", beginnings), said()));
  }

  /** All that was read of what it said. */
  String said() {
    return String.join("\n", said);
  }

  /** Tells it to do a job and waits until it says how that ended. */
  String answer(String order) {
    try {
      tell(order);
      return awaitLine("END ", "REFUSED ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it go on where it waits for that. */
  void go() throws IOException {
    tell("go");
  }

  /** Writes a line to its input. */
  void tell(String line) throws IOException {
    Writer input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
  }

  /** Sends it a signal, such as {@code TERM}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  /** Waits until it has ended by itself; its exit code. */
  int awaitEnd() throws IOException, InterruptedException {
    String line;
    while ((line = output.readLine()) != null) {
      said.add(line);
    }
    return process.waitFor();
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }
}
