package dev.backstep.internal.ami;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** GetConsoleOutput: what an instance has written to its console so far. */
final class Console {

  private final AwsAccess aws;

  Console(AwsAccess aws) {
    this.aws = aws;
  }

  /** The text, which may be empty for minutes. */
  String read(String instance, Attempt run) {
    @Nullable String encoded =
        run.read(
            "ec2:GetConsoleOutput",
            () -> aws.ec2().getConsoleOutput(request -> request.instanceId(instance)).output());
    return encoded == null
        ? ""
        : new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
