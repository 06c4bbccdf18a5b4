package dev.backstep.internal.ssh;

import dev.backstep.internal.ssh.ExecResult.End;
import dev.backstep.internal.ssh.ProvisionResult.ConnectionLost;
import dev.backstep.internal.ssh.ProvisionResult.Done;
import dev.backstep.internal.ssh.ProvisionResult.Failed;
import dev.backstep.internal.ssh.ProvisionResult.Overdue;
import dev.backstep.internal.ssh.ProvisionResult.Rebooting;
import dev.backstep.internal.ssh.ProvisionResult.Stopped;
import dev.backstep.internal.text.DurationText;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Carries out one {@link Provision} over a session: a script is put into its folder under a name of
 * its own, run by its template, watched, judged by its exit code and removed.
 */
public final class ProvisionRunner {

  private static final int EXECUTABLE = 0755;
  private static final Duration TIDYING_UP = Duration.ofSeconds(30);
  private static final SecureRandom NAMES = new SecureRandom();

  private final Terminal terminal;
  private final Consumer<OutputLine> listener;
  private final Bounds bounds;
  private final SecretValues secrets;
  private final Duration reboot;

  /**
   * @param terminal what scripts run on
   * @param listener hears each line of their output, on another thread; secrets are hidden
   * @param bounds when each provision is given up
   */
  public ProvisionRunner(Terminal terminal, Consumer<OutputLine> listener, Bounds bounds) {
    this(terminal, listener, bounds, SecretValues.ofThisProcess(), Duration.ofSeconds(30));
  }

  /**
   * @param reboot how long a script that expects it may take to end the connection after its end
   */
  ProvisionRunner(
      Terminal terminal,
      Consumer<OutputLine> listener,
      Bounds bounds,
      SecretValues secrets,
      Duration reboot) {
    this.terminal = terminal;
    this.listener = listener;
    this.bounds = bounds;
    this.secrets = secrets;
    this.reboot = reboot;
  }

  /** Does it. A failure leaves nothing of it behind where the connection still is. */
  public ProvisionResult run(Provision provision, SshSession session) {
    try {
      if (provision instanceof Provision.File file) {
        Source content = Source.of(Path.of(file.file().verified()), file.file().size());
        session.upload(content, file.remote(), Integer.parseInt(file.mode(), 8), bounds);
        return new Done("");
      }
      return script((Provision.Script) provision, session);
    } catch (LocalFile.Changed | SecretValues.Missing e) {
      return new Failed("%s: %s".formatted(provision.title(), e.getMessage()));
    } catch (SshException e) {
      String message = "%s: %s".formatted(provision.title(), e.getMessage());
      if (e.isDisconnected()) {
        return new ConnectionLost(message);
      }
      return bounds.stopped().getAsBoolean() ? new Stopped(message) : new Failed(message);
    }
  }

  /**
   * Removes a script that was left behind, such as one that rebooted the host.
   *
   * @return what is wrong, or empty
   */
  public String remove(SshSession session, String script) {
    try {
      ExecResult removed =
          session.run("rm -f '%s'".formatted(script), Terminal.NONE, line -> {}, tidyingUp());
      return removed.isSuccess()
          ? ""
          : "%s is left on the host: rm %s".formatted(script, Endings.of(removed, "0"));
    } catch (SshException e) {
      return "%s is left on the host: %s".formatted(script, e.getMessage());
    }
  }

  private ProvisionResult script(Provision.Script script, SshSession session)
      throws LocalFile.Changed, SecretValues.Missing, SshException {
    SortedMap<String, String> secretValues = secrets.read(script.secrets());
    byte[] content =
        script.file().isPresent()
            ? script.file().get().content()
            : script.text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String path = "%s/backstep-%s.sh".formatted(script.folder(), name());
    session.upload(content, path, EXECUTABLE, bounds);
    SortedMap<String, String> variables = new TreeMap<>(script.environment());
    variables.putAll(secretValues);
    String command = new Template(script.template()).fill(path, variables);
    Masker masker = new Masker(secretValues.values());
    ExecResult result = session.run(command, terminal, new Output(listener, masker), bounds);
    return judge(script, session, path, masker.mask(command), result);
  }

  private ProvisionResult judge(
      Provision.Script script, SshSession session, String path, String command, ExecResult result) {
    boolean over = result.end() == End.EXITED || result.end() == End.KILLED;
    boolean succeeded =
        result.end() == End.EXITED && script.exitCodes().contains(result.exitCode());
    if (script.expectDisconnect()
        && (result.end() == End.DISCONNECTED
            || over
                && (succeeded || result.end() == End.KILLED)
                && session.awaitEnd(reboot, bounds))) {
      return new Rebooting(path);
    }
    String told = told(script, command, result);
    if (result.end() == End.DISCONNECTED) {
      return new ConnectionLost(told);
    }
    String left = remove(session, path);
    if (succeeded) {
      return script.expectDisconnect() && !session.isOpen() ? new Rebooting(path) : new Done(left);
    }
    String message = left.isEmpty() ? told : told + "\n  " + left;
    return switch (result.end()) {
      case STOPPED -> new Stopped(message);
      case OVERDUE -> new Overdue(message);
      default -> new Failed(message);
    };
  }

  private String told(Provision.Script script, String command, ExecResult result) {
    String expected =
        script.exitCodes().stream().map(String::valueOf).collect(Collectors.joining(" or "));
    StringBuilder text = new StringBuilder(script.title()).append(' ');
    text.append(
        result.end() == End.OVERDUE
            ? "was given up after %s".formatted(DurationText.of(bounds.limit()))
            : Endings.of(result, expected));
    text.append("\n  command: ").append(command);
    if (!result.lastLines().isEmpty()) {
      text.append("\n  last lines:");
      result.lastLines().forEach(line -> text.append("\n    ").append(line));
    }
    return text.toString();
  }

  /** Also what was stopped is tidied up after. */
  private Bounds tidyingUp() {
    return Bounds.within(TIDYING_UP, bounds.time());
  }

  private static String name() {
    byte[] name = new byte[8];
    NAMES.nextBytes(name);
    return HexFormat.of().formatHex(name);
  }
}
