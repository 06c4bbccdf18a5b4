package dev.backstep.testing.internal.ec2;

import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** What network interfaces belong to. */
final class Interfaces {

  private Interfaces() {}

  static List<NetworkInterface> of(String instanceId, List<NetworkInterface> all) {
    return all.stream()
        .filter(it -> it.attachment() != null && instanceId.equals(it.attachment().instanceId()))
        .sorted(Comparator.comparing(it -> it.attachment().deviceIndex()))
        .toList();
  }
}
