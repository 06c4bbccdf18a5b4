package dev.backstep.testing.internal.route53;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.DelegationSet;
import software.amazon.awssdk.services.route53.model.DeleteHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.DeleteHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.GetHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.GetHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;
import software.amazon.awssdk.services.route53.model.ListHostedZonesRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;

/** Making, finding and deleting hosted zones. */
public final class Zones implements Area {

  private static final int OWN_RECORDS = 2;

  @Override
  public void addTo(Operations operations) {
    operations.write("CreateHostedZone", CreateHostedZoneRequest::builder, this::create);
    operations.write("DeleteHostedZone", DeleteHostedZoneRequest::builder, this::delete);
    operations.read("GetHostedZone", GetHostedZoneRequest::builder, this::get);
    operations.read("ListHostedZones", ListHostedZonesRequest::builder, this::list);
    operations.read(
        "ListHostedZonesByName", ListHostedZonesByNameRequest::builder, this::listByName);
  }

  private CreateHostedZoneResponse create(Context context, CreateHostedZoneRequest request) {
    DnsState dns = DnsState.of(context.account());
    String reference = request.callerReference();
    if (reference == null || reference.isEmpty()) {
      throw AwsError.of("InvalidInput", "CallerReference must not be empty");
    }
    if (dns.zones.all().stream().anyMatch(it -> it.about().callerReference().equals(reference))) {
      throw AwsError.of(
          "HostedZoneAlreadyExists",
          "A hosted zone has already been created with the specified caller reference.");
    }
    String id = dns.add(context.account().ids(), request.name(), reference, request.vpc() != null);
    context.account().made(id, context.origin());
    Zone zone = dns.use(id);
    return CreateHostedZoneResponse.builder()
        .hostedZone(zone.description())
        .changeInfo(Changes.begin(context, zone))
        .delegationSet(servers())
        .location("https://route53.amazonaws.com/2013-04-01/hostedzone/" + id)
        .build();
  }

  private DeleteHostedZoneResponse delete(Context context, DeleteHostedZoneRequest request) {
    DnsState dns = DnsState.of(context.account());
    Zone zone = dns.use(request.id());
    if (zone.records().size() > OWN_RECORDS) {
      throw AwsError.of(
          "HostedZoneNotEmpty",
          "The specified hosted zone contains non-required resource record sets and so cannot be"
              + " deleted.");
    }
    dns.zones.remove(zone.id());
    return DeleteHostedZoneResponse.builder().changeInfo(Changes.begin(context, zone)).build();
  }

  private GetHostedZoneResponse get(Context context, GetHostedZoneRequest request) {
    Zone zone = DnsState.of(context.account()).seen(request.id());
    return GetHostedZoneResponse.builder()
        .hostedZone(zone.description())
        .delegationSet(servers())
        .build();
  }

  private ListHostedZonesResponse list(Context context, ListHostedZonesRequest request) {
    int size = size(context, request.maxItems());
    String marker = request.marker() == null ? "" : request.marker();
    List<Zone> rest =
        DnsState.of(context.account()).zones.seen().stream()
            .filter(zone -> zone.id().compareTo(marker) >= 0)
            .toList();
    return ListHostedZonesResponse.builder()
        .hostedZones(rest.stream().limit(size).map(Zone::description).toList())
        .marker(request.marker())
        .isTruncated(rest.size() > size)
        .nextMarker(rest.size() > size ? rest.get(size).id() : null)
        .maxItems(String.valueOf(size))
        .build();
  }

  private ListHostedZonesByNameResponse listByName(
      Context context, ListHostedZonesByNameRequest request) {
    int size = size(context, request.maxItems());
    String from = request.dnsName() == null ? "" : key(DnsName.of(request.dnsName()), "");
    String fromId = from + DnsState.bare(request.hostedZoneId());
    List<Zone> rest =
        DnsState.of(context.account()).zones.seen().stream()
            .sorted(Comparator.comparing(Zones::key))
            .filter(zone -> key(zone).compareTo(fromId) >= 0)
            .toList();
    ListHostedZonesByNameResponse.Builder page =
        ListHostedZonesByNameResponse.builder()
            .hostedZones(rest.stream().limit(size).map(Zone::description).toList())
            .dnsName(request.dnsName())
            .hostedZoneId(request.hostedZoneId())
            .isTruncated(rest.size() > size)
            .maxItems(String.valueOf(size));
    if (rest.size() > size) {
      page.nextDNSName(rest.get(size).about().name()).nextHostedZoneId(rest.get(size).id());
    }
    return page.build();
  }

  private static String key(Zone zone) {
    return key(zone.about().name(), zone.id());
  }

  private static String key(String name, String id) {
    return DnsName.reversed(name) + " " + id;
  }

  private static DelegationSet servers() {
    return DelegationSet.builder().nameServers("ns-1.awsdns-01.org").build();
  }

  /** How many results a page has: what is asked for, up to what may be. */
  static int size(Context context, @Nullable String asked) {
    int most = context.settings().dnsPageSize;
    if (asked == null || asked.isEmpty()) {
      return most;
    }
    if (!asked.matches("\\d{1,6}") || asked.matches("0+")) {
      throw AwsError.of("InvalidInput", "Invalid value '%s' for maxitems", asked);
    }
    return Math.min(most, Integer.parseInt(asked));
  }
}
