package dev.backstep.internal.ami;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a plan depends on besides the settings, as it was read.
 *
 * @param account the account's number
 * @param sources the images that the filter found, newest first
 * @param namesakes images of this account that have the name already, each in a line
 * @param key the ARN of the key to encrypt with
 * @param keyProblems what is wrong with it, or with those of single devices
 * @param encryptedByDefault whether the account encrypts every new volume; read where an instance
 *     is launched
 * @param deviceKeys the ARNs of keys that were given for single devices, by what was given
 * @param snapshotKeys the keys of the source's snapshots, by id, empty text for none; snapshots
 *     that may not be read, or did not matter, are not in it
 * @param network where a build instance can be
 */
record Surroundings(
    String account,
    List<Source> sources,
    List<String> namesakes,
    String key,
    List<String> keyProblems,
    boolean encryptedByDefault,
    Map<String, String> deviceKeys,
    Map<String, String> snapshotKeys,
    Network network) {

  /**
   * Where a build instance can be.
   *
   * @param vpc the VPC; empty if none was found
   * @param subnets in the order in which they are tried
   * @param problems why there is no place
   */
  record Network(String vpc, List<Place> subnets, List<String> problems) {
    static final Network NOT_NEEDED = new Network("", List.of(), List.of());
  }

  /** A subnet. */
  record Place(String subnet, String vpc, String zone, int freeAddresses) {}

  /** What a plan rests on: all of it but how many addresses are free. */
  List<Object> settled(EncryptionSpec spec) {
    return List.of(
        SourceChooser.picked(spec.source(), sources),
        namesakes,
        key,
        keyProblems,
        deviceKeys,
        snapshotKeys,
        network.vpc(),
        new TreeSet<>(network.subnets().stream().map(Place::subnet).toList()));
  }
}
