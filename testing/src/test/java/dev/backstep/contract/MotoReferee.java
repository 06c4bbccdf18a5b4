package dev.backstep.contract;

import dev.backstep.plan.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** moto, which this project did not write, in a process of its own. */
final class MotoReferee implements Referee {

  private final URI endpoint;
  private final SdkHttpClient http = ApacheHttpClient.create();
  private final HttpClient control =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  MotoReferee(URI endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public String name() {
    return "moto";
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.of(endpoint);
  }

  @Override
  public SdkHttpClient http() {
    return http;
  }

  @Override
  public Set<Departure> departures() {
    return EnumSet.allOf(Departure.class);
  }

  @Override
  public TimeSource time() {
    return TimeSource.system();
  }

  @Override
  public void reset() {
    HttpRequest wipe =
        HttpRequest.newBuilder(endpoint.resolve("/moto-api/reset"))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    int status;
    try {
      status = control.send(wipe, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new IllegalStateException(
          "BACKSTEP_MOTO is %s, but nothing answers there (expected: a moto server; start it, or unset BACKSTEP_MOTO)"
              .formatted(endpoint),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while moto was reset", e);
    }
    if (status != 200) {
      throw new IllegalStateException(
          "%s answers %d (expected: 200; is it a moto server?)".formatted(wipe.uri(), status));
    }
  }

  @Override
  public String addVpc(String name, String cidr) {
    try (Ec2Client ec2 = Sdk.ec2(this)) {
      return ec2.createVpc(
              request ->
                  request.cidrBlock(cidr).tagSpecifications(Sdk.named(ResourceType.VPC, name)))
          .vpc()
          .vpcId();
    }
  }

  @Override
  public String addSubnet(String vpc, String name, String cidr, String zone) {
    try (Ec2Client ec2 = Sdk.ec2(this)) {
      return ec2.createSubnet(
              request ->
                  request
                      .vpcId(vpc)
                      .cidrBlock(cidr)
                      .availabilityZone(zone)
                      .tagSpecifications(Sdk.named(ResourceType.SUBNET, name)))
          .subnet()
          .subnetId();
    }
  }

  @Override
  public String addImage(String name) {
    try (Ec2Client ec2 = Sdk.ec2(this)) {
      return ec2.registerImage(
              request -> request.name(name).rootDeviceName("/dev/xvda").architecture("x86_64"))
          .imageId();
    }
  }

  @Override
  public void settle() {
    // Each change is complete, at the latest, when it is read.
  }

  @Override
  public void close() {
    http.close();
  }

  @Override
  public String toString() {
    return name();
  }
}
