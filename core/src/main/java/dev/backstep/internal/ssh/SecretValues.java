package dev.backstep.internal.ssh;

import dev.backstep.ami.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads secrets where they are, in the moment in which they are needed. */
final class SecretValues {

  /** A shorter one cannot be told from other output, and so not be hidden in it. */
  static final int SHORTEST = 4;

  /** A secret is not to be had. The message names its place only. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String message) {
      super(message);
    }
  }

  private final UnaryOperator<@Nullable String> environment;

  SecretValues(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  static SecretValues ofThisProcess() {
    return new SecretValues(System::getenv);
  }

  SortedMap<String, String> read(Map<String, Secret> secrets) throws Missing {
    SortedMap<String, String> values = new TreeMap<>();
    for (Map.Entry<String, Secret> secret : secrets.entrySet()) {
      values.put(secret.getKey(), read(secret.getValue()));
    }
    return values;
  }

  String read(Secret secret) throws Missing {
    String value =
        secret.kind() == Secret.Kind.ENVIRONMENT
            ? environment.apply(secret.place())
            : content(secret.place());
    if (value == null) {
      throw new Missing(
          "the environment variable %s is not set in this process".formatted(secret.place()));
    }
    if (value.indexOf('\0') >= 0) {
      throw new Missing("%s holds a NUL, which no variable can".formatted(secret.place()));
    }
    if (value.length() < SHORTEST) {
      throw new Missing(
          "%s holds less than %d characters, too few to be hidden in output"
              .formatted(secret.place(), SHORTEST));
    }
    return value;
  }

  private static String content(String file) throws Missing {
    try {
      return Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw new Missing("%s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()));
    }
  }
}
