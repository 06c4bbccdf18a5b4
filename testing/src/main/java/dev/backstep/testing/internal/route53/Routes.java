package dev.backstep.testing.internal.route53;

import dev.backstep.testing.internal.wire.RestRoute;
import java.util.List;

/** The paths of Route 53. */
public final class Routes {

  private static final String ZONES = "/2013-04-01/hostedzone";

  /** One for each operation. */
  public static final List<RestRoute> ALL =
      List.of(
          new RestRoute("CreateHostedZone", "POST", ZONES, 201),
          new RestRoute("ListHostedZones", "GET", ZONES, 200),
          new RestRoute("ListHostedZonesByName", "GET", "/2013-04-01/hostedzonesbyname", 200),
          new RestRoute("GetHostedZone", "GET", ZONES + "/{Id}", 200),
          new RestRoute("DeleteHostedZone", "DELETE", ZONES + "/{Id}", 200),
          new RestRoute("ListResourceRecordSets", "GET", ZONES + "/{Id}/rrset", 200),
          new RestRoute("ChangeResourceRecordSets", "POST", ZONES + "/{Id}/rrset", 200),
          new RestRoute("GetChange", "GET", "/2013-04-01/change/{Id}", 200));

  private Routes() {}
}
