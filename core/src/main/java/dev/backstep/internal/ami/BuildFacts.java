package dev.backstep.internal.ami;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.ec2.Instances;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.ssh.ConnectFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/**
 * Reads what may tell why an instance could not be logged in to. What cannot be read is left out.
 */
final class BuildFacts {

  private final AwsAccess aws;
  private final Instances instances;
  private final Console console;

  BuildFacts(AwsAccess aws, Instances instances, Console console) {
    this.aws = aws;
    this.instances = instances;
    this.console = console;
  }

  ConnectFacts read(String instance, SshStep step, int attempts, Duration waited, Attempt run) {
    Optional<Instance> there = orElse(() -> instances.get(instance, run), Optional.empty());
    return new ConnectFacts(
        instance,
        there.map(it -> it.state().nameAsString()).orElse("gone"),
        step.imageName(),
        step.allowedFrom(),
        there.map(it -> it.publicIpAddress() != null).orElse(false),
        there.flatMap(it -> orElse(() -> leadsOut(it, run), Optional.empty())),
        orElse(() -> console.read(instance, run), ""),
        attempts,
        waited);
  }

  /** By the route table of its subnet, else by the VPC's main one. */
  private Optional<Boolean> leadsOut(Instance instance, Attempt run) {
    List<RouteTable> own = tables(run, filter("association.subnet-id", instance.subnetId()));
    List<RouteTable> tables =
        own.isEmpty()
            ? tables(run, filter("vpc-id", instance.vpcId()), filter("association.main", "true"))
            : own;
    return tables.stream()
        .findFirst()
        .map(
            table ->
                table.routes().stream()
                    .anyMatch(
                        route ->
                            route.gatewayId() != null && route.gatewayId().startsWith("igw-")));
  }

  private List<RouteTable> tables(Attempt run, Filter... filters) {
    return run.read(
        "ec2:DescribeRouteTables",
        () -> aws.ec2().describeRouteTables(request -> request.filters(filters)).routeTables());
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  private static <T> T orElse(java.util.function.Supplier<T> read, T otherwise) {
    try {
      return read.get();
    } catch (SdkException e) {
      return otherwise;
    }
  }
}
