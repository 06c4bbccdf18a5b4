package dev.backstep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java of the README: a class as it is, or statements, which are given a main method. */
record Snippet(String className, String source) {

  private static final Pattern CLASS = Pattern.compile("^class (\\w+)", Pattern.MULTILINE);

  private static final String PROGRAM =
      """
      import dev.backstep.*;
      import dev.backstep.ami.*;
      import dev.backstep.aws.*;
      import dev.backstep.impala.*;
      import dev.backstep.journal.*;
      import dev.backstep.plan.*;
      import dev.backstep.testing.*;
      import java.nio.file.Path;
      import java.time.Duration;

      class Program {
        public static void main(String[] args) {
      %s
        }
      }
      """;

  static Snippet of(String text) {
    Matcher declared = CLASS.matcher(text);
    return declared.find()
        ? new Snippet(declared.group(1), text)
        : new Snippet("Program", PROGRAM.formatted(text));
  }

  boolean isProgram() {
    return className.equals("Program");
  }

  /** Compiles it as strictly as this project is, with the class path of the tests. */
  void compileInto(Path folder) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    List<String> options =
        List.of("-d", folder.toString(), "--release", "17", "-proc:none", "-Xlint:all", "-Werror");
    boolean compiled =
        compiler.getTask(complaints, null, null, options, null, List.of(new Source(this))).call();
    assertThat(compiled).as("compiles: %s%n%s", source, complaints).isTrue();
  }

  /** The source, held in memory. */
  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(Snippet snippet) {
      super(
          URI.create("string:///" + snippet.className() + JavaFileObject.Kind.SOURCE.extension),
          JavaFileObject.Kind.SOURCE);
      this.text = snippet.source();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
      return text;
    }
  }
}
