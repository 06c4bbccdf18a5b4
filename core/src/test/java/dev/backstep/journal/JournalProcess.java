package dev.backstep.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A process of its own that works with a journal and says what becomes of it. */
final class JournalProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final List<String> said = new ArrayList<>();

  private JournalProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Arguments: what to do, the folder, the run. */
  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "home" -> System.out.println("HOME " + FileJournal.inHome().locationOf(args[2]));
      case "try" -> tryToOpen(args);
      case "hold" -> hold(args);
      case "write" -> write(args);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void tryToOpen(String[] args) {
    try {
      FileJournal.in(Path.of(args[1])).open(args[2]).close();
      System.out.println("TRIED opened");
    } catch (UncheckedIOException e) {
      System.out.println("TRIED " + e.getMessage());
    }
  }

  /** Keeps the run open until its input ends. */
  private static void hold(String[] args) throws IOException {
    Journal.RunJournal run = FileJournal.in(Path.of(args[1])).open(args[2]);
    System.out.println("HOLDS " + Sample.append(run).sequence());
    System.in.read();
    run.close();
    System.out.println("CLOSED");
    System.in.read();
  }

  /** Appends until it cannot, or is killed. */
  private static void write(String[] args) {
    try (Journal.RunJournal run = FileJournal.in(Path.of(args[1])).open(args[2])) {
      while (true) {
        System.out.println("WROTE " + Sample.append(run).sequence());
      }
    } catch (UncheckedIOException e) {
      System.out.println("FAILED " + e.getMessage());
    }
  }

  static JournalProcess start(String... args) throws IOException {
    return start(Map.of(), args);
  }

  static JournalProcess start(Map<String, String> environment, String... args) throws IOException {
    return start(List.of(), environment, args);
  }

  /** Starts it by way of another command. */
  static JournalProcess start(List<String> by, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(by);
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-XX:-UsePerfData",
        "-cp",
        System.getProperty("java.class.path"),
        JournalProcess.class.getName());
    Collections.addAll(command, args);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new JournalProcess(builder.start());
  }

  /**
   * Reads what the process says up to a line that begins so, and gives the rest of that line.
   *
   * @throws AssertionError if it ends without
   */
  String awaitLine(String beginning) throws IOException {
    String line;
    while ((line = output.readLine()) != null) {
      said.add(line);
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new AssertionError(
        "the process ended without a line \"%s...\"; it said:%n%s"
            .formatted(beginning, String.join("\n", said)));
  }

  /** Lets a process that waits for its input go on. */
  void goOn() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Kills it as {@code kill -9} does, waits until it is gone, and gives the lines not yet read. */
  List<String> kill() throws IOException, InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
    List<String> rest = new ArrayList<>();
    String line;
    while ((line = output.readLine()) != null) {
      rest.add(line);
    }
    return rest;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }
}
