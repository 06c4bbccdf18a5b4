package dev.backstep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of their own process, which know of no AWS but the one they are told. */
final class ChildProcess {

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  /** How a program ended, and what it printed. */
  record Ended(int exitCode, String output) {}

  private final Path folder;
  private final ProcessBuilder builder;

  private ChildProcess(Path folder, List<String> command) {
    this.folder = folder;
    this.builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_CONFIG_FILE", folder.resolve("no-config").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("no-credentials").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("BACKSTEP_HOME", folder.resolve("backstep").toString());
    environment.put(
        "PATH", JAVA_HOME.resolve("bin") + File.pathSeparator + environment.get("PATH"));
  }

  /** A Java program with the class path of the tests. */
  static ChildProcess java(Path folder, String classPath, String mainClass, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                JAVA_HOME.resolve("bin").resolve("java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                mainClass));
    command.addAll(List.of(args));
    return new ChildProcess(folder, command);
  }

  /** A line for a shell, which finds the programs of the running JDK first. */
  static ChildProcess shell(Path folder, String line) {
    return new ChildProcess(folder, List.of("sh", "-c", line));
  }

  /** Sends calls to an emulator. */
  ChildProcess onAws(URI endpoint) {
    builder.environment().put("AWS_ENDPOINT_URL", endpoint.toString());
    builder.environment().put("AWS_REGION", "us-west-2");
    builder.environment().put("AWS_ACCESS_KEY_ID", "AKIACHILDPROCESS0000");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "any");
    return this;
  }

  ChildProcess environment(String name, String value) {
    builder.environment().put(name, value);
    return this;
  }

  ChildProcess in(Path workingFolder) {
    builder.directory(workingFolder.toFile());
    return this;
  }

  /** Runs it to its end with this as its input. */
  Ended run(String input) throws IOException, InterruptedException {
    Path in = Files.writeString(folder.resolve("input.txt"), input);
    Path out = folder.resolve("output.txt");
    Process process = builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends in time: %s", builder).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
  }
}
