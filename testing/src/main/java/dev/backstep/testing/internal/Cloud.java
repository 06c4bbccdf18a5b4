package dev.backstep.testing.internal;

import dev.backstep.testing.internal.acm.CertificateTags;
import dev.backstep.testing.internal.acm.Certificates;
import dev.backstep.testing.internal.acm.Requests;
import dev.backstep.testing.internal.ec2.Consoles;
import dev.backstep.testing.internal.ec2.EncryptionDefaults;
import dev.backstep.testing.internal.ec2.ImageAttributes;
import dev.backstep.testing.internal.ec2.ImageCopy;
import dev.backstep.testing.internal.ec2.ImageCreation;
import dev.backstep.testing.internal.ec2.ImageEnd;
import dev.backstep.testing.internal.ec2.Images;
import dev.backstep.testing.internal.ec2.InstanceLaunch;
import dev.backstep.testing.internal.ec2.InstanceLife;
import dev.backstep.testing.internal.ec2.Instances;
import dev.backstep.testing.internal.ec2.KeyPairs;
import dev.backstep.testing.internal.ec2.NetworkInterfaces;
import dev.backstep.testing.internal.ec2.Networks;
import dev.backstep.testing.internal.ec2.RouteTables;
import dev.backstep.testing.internal.ec2.SecurityGroupRules;
import dev.backstep.testing.internal.ec2.SecurityGroups;
import dev.backstep.testing.internal.ec2.Snapshots;
import dev.backstep.testing.internal.ec2.Tags;
import dev.backstep.testing.internal.ec2.Volumes;
import dev.backstep.testing.internal.elb.Attachments;
import dev.backstep.testing.internal.elb.Attributes;
import dev.backstep.testing.internal.elb.BalancerPolicies;
import dev.backstep.testing.internal.elb.BalancerTags;
import dev.backstep.testing.internal.elb.Creation;
import dev.backstep.testing.internal.elb.Descriptions;
import dev.backstep.testing.internal.elb.Health;
import dev.backstep.testing.internal.elb.HealthChecks;
import dev.backstep.testing.internal.elb.Listeners;
import dev.backstep.testing.internal.elb.Registrations;
import dev.backstep.testing.internal.kms.Aliases;
import dev.backstep.testing.internal.kms.Keys;
import dev.backstep.testing.internal.route53.Changes;
import dev.backstep.testing.internal.route53.RecordSets;
import dev.backstep.testing.internal.route53.Routes;
import dev.backstep.testing.internal.route53.Zones;
import dev.backstep.testing.internal.s3.BucketPolicies;
import dev.backstep.testing.internal.s3.Buckets;
import dev.backstep.testing.internal.service.PreparedCall;
import dev.backstep.testing.internal.service.Service;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.sts.Sts;
import dev.backstep.testing.internal.wire.AwsError;
import dev.backstep.testing.internal.wire.CallerScope;
import dev.backstep.testing.internal.wire.Ec2Protocol;
import dev.backstep.testing.internal.wire.HttpCall;
import dev.backstep.testing.internal.wire.JsonProtocol;
import dev.backstep.testing.internal.wire.QueryProtocol;
import dev.backstep.testing.internal.wire.RestXmlProtocol;
import dev.backstep.testing.internal.wire.S3Protocol;
import java.util.List;

/** All services of one simulated account. A new service is one more entry in the list. */
public final class Cloud {

  private final Account account;
  private final String defaultRegion;
  private final List<Service> services =
      List.of(
          new Service(
              "ec2",
              "2016-11-15",
              new Ec2Protocol(),
              () -> AwsError.of("RequestLimitExceeded", "Request limit exceeded."),
              "InternalError",
              List.of(
                  new Networks(),
                  new RouteTables(),
                  new SecurityGroups(),
                  new SecurityGroupRules(),
                  new NetworkInterfaces(),
                  new Instances(),
                  new KeyPairs(),
                  new InstanceLaunch(),
                  new InstanceLife(),
                  new Consoles(),
                  new Images(),
                  new Volumes(),
                  new Snapshots(),
                  new ImageCreation(),
                  new ImageCopy(),
                  new ImageEnd(),
                  new ImageAttributes(),
                  new EncryptionDefaults(),
                  new Tags())),
          new Service(
              "elasticloadbalancing",
              "2012-06-01",
              new QueryProtocol("http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/"),
              () -> AwsError.of("Throttling", "Rate exceeded"),
              "InternalFailure",
              List.of(
                  new Creation(),
                  new Descriptions(),
                  new HealthChecks(),
                  new Attributes(),
                  new Registrations(),
                  new Health(),
                  new BalancerTags(),
                  new Listeners(),
                  new Attachments(),
                  new BalancerPolicies())),
          new Service(
              "s3",
              "2006-03-01",
              new S3Protocol(),
              () -> AwsError.of("SlowDown", "Please reduce your request rate."),
              "InternalError",
              List.of(new Buckets(), new BucketPolicies())),
          new Service(
              "acm",
              "2015-12-08",
              new JsonProtocol("CertificateManager"),
              () -> AwsError.of("ThrottlingException", "Rate exceeded"),
              "InternalFailure",
              List.of(new Requests(), new Certificates(), new CertificateTags())),
          new Service(
              "route53",
              "2013-04-01",
              new RestXmlProtocol("https://route53.amazonaws.com/doc/2013-04-01/", Routes.ALL),
              () -> AwsError.of("Throttling", "Rate exceeded"),
              "InternalFailure",
              List.of(new Zones(), new RecordSets(), new Changes())),
          new Service(
              "kms",
              "2014-11-01",
              new JsonProtocol("TrentService"),
              () -> AwsError.of("ThrottlingException", "Rate exceeded"),
              "KMSInternalException",
              List.of(new Keys(), new Aliases())),
          new Service(
              "sts",
              "2011-06-15",
              new QueryProtocol("https://sts.amazonaws.com/doc/2011-06-15/"),
              () -> AwsError.of("Throttling", "Rate exceeded"),
              "InternalFailure",
              List.of(new Sts())));

  /** The services of the account; calls that name no region are for the given one. */
  public Cloud(Account account, String defaultRegion) {
    this.account = account;
    this.defaultRegion = defaultRegion;
  }

  /**
   * Understands a call.
   *
   * @throws IllegalArgumentException if no simulated service is meant
   */
  public PreparedCall prepare(HttpCall call) {
    CallerScope scope = CallerScope.of(call, defaultRegion);
    for (Service service : services) {
      if (service.name().equals(scope.service())) {
        String version = service.protocol().version(call);
        if (version.isEmpty() || version.equals(service.version())) {
          return PreparedCall.of(account, service, scope, call);
        }
      }
    }
    throw new IllegalArgumentException(
        "no simulated service for '"
            + scope.service()
            + "' (expected: one of "
            + services.stream().map(it -> it.name() + " " + it.version()).toList()
            + ", from the credential scope or the host name "
            + call.header("host")
            + ")");
  }
}
