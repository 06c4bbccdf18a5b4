package dev.backstep.testing.internal.ec2;

import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;

/** The public addresses of instances, which they have while they run. */
public final class PublicAddresses {

  private PublicAddresses() {}

  /** Gives an instance one, if it was launched so and has none yet. */
  static void lend(Ec2State ec2, String instanceId, Function<String, Optional<String>> wanted) {
    Boot boot = ec2.boots.get(instanceId);
    if (boot == null || !boot.publicAddress()) {
      return;
    }
    for (NetworkInterface eni : ec2.interfacesOf(instanceId)) {
      if (eni.attachment().deviceIndex() == 0 && eni.association() == null) {
        set(ec2, instanceId, wanted.apply(instanceId).orElseGet(() -> next(ec2)));
      }
    }
  }

  /** Sets the public address of an instance. */
  public static void set(Ec2State ec2, String instanceId, String address) {
    ec2.interfacesOf(instanceId).stream()
        .filter(eni -> eni.attachment().deviceIndex() == 0)
        .forEach(
            eni ->
                ec2.interfaces.put(
                    eni.networkInterfaceId(),
                    eni.toBuilder().association(association(ec2, address)).build()));
  }

  /** Takes it back. */
  static void release(Ec2State ec2, String instanceId) {
    for (NetworkInterface eni : ec2.interfacesOf(instanceId)) {
      if (eni.association() != null) {
        ec2.interfaces.put(
            eni.networkInterfaceId(),
            eni.toBuilder().association((NetworkInterfaceAssociation) null).build());
      }
    }
  }

  private static NetworkInterfaceAssociation association(Ec2State ec2, String address) {
    String region = ec2.region().name();
    String domain = region.equals("us-east-1") ? "compute-1" : region + ".compute";
    return NetworkInterfaceAssociation.builder()
        .publicIp(address)
        .publicDnsName("ec2-" + address.replace('.', '-') + "." + domain + ".amazonaws.com")
        .ipOwnerId("amazon")
        .build();
  }

  private static String next(Ec2State ec2) {
    return "203.0.113." + (1 + ec2.publicAddresses++ % 254);
  }
}
