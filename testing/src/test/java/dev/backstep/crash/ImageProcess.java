package dev.backstep.crash;

import dev.backstep.AmiEncryptor;
import dev.backstep.AmiSite;
import dev.backstep.ami.Strategy;
import dev.backstep.aws.AwsAccess;
import dev.backstep.journal.FileJournal;
import dev.backstep.journal.Journal;
import dev.backstep.plan.RunOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The process to be killed while it makes an encrypted image. */
final class ImageProcess {

  private ImageProcess() {}

  /** What it makes. */
  enum Making {
    COPY,
    LAUNCH_ENCRYPTED,
    COPY_AFTER_CREATE;

    AmiEncryptor encryptor(AwsAccess access, Map<String, String> places) {
      return switch (this) {
        case COPY -> AmiSite.copy(access, places);
        case LAUNCH_ENCRYPTED -> AmiSite.build(Strategy.LAUNCH_ENCRYPTED, access, places);
        case COPY_AFTER_CREATE -> AmiSite.bare(Strategy.COPY_AFTER_CREATE, access, places);
      };
    }
  }

  /** Starts one that works on an account with a journal in a folder, up to a record. */
  static ChildJvm start(AmiSite site, Path folder, Making making, PausePoint pause)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "making=" + making,
                "endpoint=" + site.aws.listen(),
                "journal=" + folder,
                "pause=" + pause));
    site.places().forEach((name, place) -> arguments.add(name + "=" + place));
    return ChildJvm.start(ImageProcess.class, arguments);
  }

  public static void main(String[] args) {
    Map<String, String> arguments =
        Arrays.stream(args)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    Journal journal =
        new PausingJournal(
            FileJournal.in(Path.of(arguments.get("journal"))),
            PausePoint.parse(arguments.get("pause")));
    AwsAccess access =
        AwsAccess.inRegion("us-west-2")
            .endpoint(URI.create(arguments.get("endpoint")))
            .credentials(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")))
            .time(new HurriedTime());
    Making making = Making.valueOf(arguments.get("making"));
    System.out.println("END " + making.encryptor(access, arguments).apply(options(journal)));
    System.exit(0);
  }

  /** An unanswered call of a killed process shows up at once here. */
  static RunOptions options(Journal journal) {
    return RunOptions.defaults().journal(journal).settleWindow(Duration.ofSeconds(15));
  }
}
