package dev.backstep.internal.s3;

import java.util.Map;
import java.util.Optional;

/**
 * Who writes the access logs of classic load balancers: in regions opened before August 2022 an
 * account of AWS, in later ones a service.
 */
public final class LogDelivery {

  /** The service, in regions without an account of their own. */
  public static final String SERVICE = "logdelivery.elasticloadbalancing.amazonaws.com";

  private static final Map<String, String> ACCOUNTS =
      Map.ofEntries(
          Map.entry("us-east-1", "127311923021"),
          Map.entry("us-east-2", "033677994240"),
          Map.entry("us-west-1", "027434742980"),
          Map.entry("us-west-2", "797873946194"),
          Map.entry("ca-central-1", "985666609251"),
          Map.entry("sa-east-1", "507241528517"),
          Map.entry("af-south-1", "098369216593"),
          Map.entry("ap-east-1", "754344448648"),
          Map.entry("ap-northeast-1", "582318560864"),
          Map.entry("ap-northeast-2", "600734575887"),
          Map.entry("ap-northeast-3", "383597477331"),
          Map.entry("ap-southeast-1", "114774131450"),
          Map.entry("ap-southeast-2", "783225319266"),
          Map.entry("ap-southeast-3", "589379963580"),
          Map.entry("ap-south-1", "718504428378"),
          Map.entry("eu-west-1", "156460612806"),
          Map.entry("eu-west-2", "652711504416"),
          Map.entry("eu-west-3", "009996457667"),
          Map.entry("eu-central-1", "054676820928"),
          Map.entry("eu-north-1", "897822967062"),
          Map.entry("eu-south-1", "635631232127"),
          Map.entry("me-south-1", "076674570225"),
          Map.entry("us-gov-west-1", "048591011584"),
          Map.entry("us-gov-east-1", "190560391635"),
          Map.entry("cn-north-1", "638102146993"),
          Map.entry("cn-northwest-1", "037604701340"));

  private LogDelivery() {}

  /** The account that writes in a region; empty where the service does. */
  public static Optional<String> account(String region) {
    return Optional.ofNullable(ACCOUNTS.get(region));
  }

  /** What ARNs of a region's partition begin with: {@code arn:aws}. */
  public static String partition(String region) {
    if (region.startsWith("cn-")) {
      return "arn:aws-cn";
    }
    return region.startsWith("us-gov-") ? "arn:aws-us-gov" : "arn:aws";
  }

  /** What the logs of an account's balancers are called in a bucket. */
  public static String resource(String region, String bucket, String prefix, String account) {
    return "%s:s3:::%s%s/AWSLogs/%s/*"
        .formatted(partition(region), bucket, prefix.isEmpty() ? "" : "/" + prefix, account);
  }
}
