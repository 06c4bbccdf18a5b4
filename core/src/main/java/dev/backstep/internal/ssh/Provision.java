package dev.backstep.internal.ssh;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.backstep.ami.Secret;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a provisioner does, as data for a step: resolved, checked and without any secret. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Provision.Script.class, name = "script"),
  @JsonSubTypes.Type(value = Provision.File.class, name = "file")
})
public sealed interface Provision {

  /** One line for people. */
  String title();

  /**
   * Runs a script.
   *
   * @param title one line for people
   * @param text of an inline script, whole; empty when there is a file
   * @param file the script's file
   * @param template of the command
   * @param environment variables and values
   * @param secrets variables and where their values are
   * @param exitCodes those that are no failure, in order
   * @param expectDisconnect whether a connection that ends is a success
   * @param folder of the instance for the script
   */
  record Script(
      String title,
      String text,
      Optional<LocalFile> file,
      String template,
      SortedMap<String, String> environment,
      SortedMap<String, Secret> secrets,
      List<Integer> exitCodes,
      boolean expectDisconnect,
      String folder)
      implements Provision {

    /** Copies the collections. */
    public Script {
      environment = new TreeMap<>(environment);
      secrets = new TreeMap<>(secrets);
      exitCodes = List.copyOf(exitCodes);
    }
  }

  /**
   * Uploads a file.
   *
   * @param title one line for people
   * @param file of this machine
   * @param remote its path on the instance
   * @param mode its permissions there, octal digits
   */
  record File(String title, LocalFile file, String remote, String mode) implements Provision {}
}
