package dev.backstep.contract;

import dev.backstep.plan.TimeSource;
import dev.backstep.testing.SampleImage;
import dev.backstep.testing.SimulatedAws;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpClient;

/** The project's own simulated account. It departs from AWS nowhere, as far as is known. */
final class SimulatorReferee implements Referee {

  private SimulatedAws aws = SimulatedAws.empty();

  @Override
  public String name() {
    return "simulator";
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.empty();
  }

  @Override
  public SdkHttpClient http() {
    return aws;
  }

  @Override
  public Set<Departure> departures() {
    return Set.of();
  }

  @Override
  public TimeSource time() {
    return aws.time();
  }

  @Override
  public void reset() {
    aws = SimulatedAws.empty();
  }

  @Override
  public String addVpc(String name, String cidr) {
    return aws.world(REGION).addVpc(name, cidr);
  }

  @Override
  public String addSubnet(String vpc, String name, String cidr, String zone) {
    return aws.world(REGION).addSubnet(vpc, name, cidr, zone);
  }

  @Override
  public String addImage(String name) {
    return aws.world(REGION).imaging().add(SampleImage.named(name));
  }

  @Override
  public void settle() {
    try {
      aws.settle();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the simulated account settled", e);
    }
  }

  @Override
  public void close() {
    aws.close();
  }

  @Override
  public String toString() {
    return name();
  }
}
