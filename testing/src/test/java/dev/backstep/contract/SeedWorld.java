package dev.backstep.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/**
 * The network and the workers of Cluster1, made as a user makes them.
 *
 * @param vpc 10.30.0.0/16, tagged {@code Name=Cluster1}
 * @param subnet in us-west-2a, tagged {@code Name="Cluster1 Private subnet 0"}
 * @param otherSubnet in us-west-2b, of another name
 * @param workers running instances tagged env and type, all in the first subnet
 * @param groups the security group of each worker, in the same order
 */
record SeedWorld(
    String vpc, String subnet, String otherSubnet, List<String> workers, List<String> groups) {

  static final String CIDR = "10.30.0.0/16";

  /** Makes five workers and their network. */
  static SeedWorld build(Referee referee, Ec2Client ec2) {
    String vpc = referee.addVpc("Cluster1", CIDR);
    String subnet =
        referee.addSubnet(vpc, "Cluster1 Private subnet 0", "10.30.1.0/24", "us-west-2a");
    String other =
        referee.addSubnet(vpc, "Cluster1 Private subnet 1", "10.30.2.0/24", "us-west-2b");
    List<String> workers = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    for (int number = 1; number <= 5; number++) {
      String group = group(ec2, vpc, "worker-" + number);
      groups.add(group);
      workers.add(
          launch(
              ec2,
              subnet,
              group,
              Map.of("env", "Cluster1", "type", "worker", "Name", "Cluster1 worker " + number)));
    }
    referee.settle();
    // A new instance is pending in the answer to its launch, and running when it is read.
    ec2.describeInstances();
    return new SeedWorld(vpc, subnet, other, workers, groups);
  }

  /** Makes a security group that lets nothing in. */
  static String group(Ec2Client ec2, String vpc, String name) {
    return ec2.createSecurityGroup(
            request -> request.groupName(name).description("made by hand").vpcId(vpc))
        .groupId();
  }

  /** Starts one instance. */
  static String launch(Ec2Client ec2, String subnet, String group, Map<String, String> tags) {
    return ec2
        .runInstances(
            request ->
                request
                    .imageId("ami-0a1b2c3d4e5f60718")
                    .instanceType(InstanceType.M5_LARGE)
                    .minCount(1)
                    .maxCount(1)
                    .subnetId(subnet)
                    .securityGroupIds(group)
                    .tagSpecifications(Sdk.tagged(ResourceType.INSTANCE, tags)))
        .instances()
        .stream()
        .map(Instance::instanceId)
        .findFirst()
        .orElseThrow();
  }
}
