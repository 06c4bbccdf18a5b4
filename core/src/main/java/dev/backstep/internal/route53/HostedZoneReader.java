package dev.backstep.internal.route53;

import dev.backstep.aws.AwsAccess;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;

/** Reads hosted zones. */
public final class HostedZoneReader {

  private final AwsAccess aws;

  /** In the account of an access. */
  public HostedZoneReader(AwsAccess aws) {
    this.aws = aws;
  }

  /** The domain of a zone, without the dot at its end; empty when the zone is not there. */
  public Optional<String> domain(String zone) {
    try {
      String name = aws.route53().getHostedZone(request -> request.id(zone)).hostedZone().name();
      return Optional.of(name.replaceFirst("\\.$", ""));
    } catch (NoSuchHostedZoneException e) {
      return Optional.empty();
    }
  }
}
