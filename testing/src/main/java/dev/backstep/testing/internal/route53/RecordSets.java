package dev.backstep.testing.internal.route53;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.SortedMap;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Reading and changing records. */
public final class RecordSets implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.read("ListResourceRecordSets", ListResourceRecordSetsRequest::builder, this::list);
    operations.write(
        "ChangeResourceRecordSets", ChangeResourceRecordSetsRequest::builder, this::change);
  }

  private ListResourceRecordSetsResponse list(
      Context context, ListResourceRecordSetsRequest request) {
    Zone zone = DnsState.of(context.account()).seen(request.hostedZoneId());
    String type = request.startRecordTypeAsString();
    if (request.startRecordName() == null && type != null) {
      throw AwsError.of("InvalidInput", "The record type needs a record name beside it");
    }
    SortedMap<String, ResourceRecordSet> from = zone.records();
    if (request.startRecordName() != null) {
      String identifier =
          request.startRecordIdentifier() == null ? "" : request.startRecordIdentifier();
      String name = DnsName.of(request.startRecordName());
      from = from.tailMap(Zone.key(name, type == null ? "" : type, identifier));
    }
    int size = Zones.size(context, request.maxItems());
    List<ResourceRecordSet> rest = List.copyOf(from.values());
    ListResourceRecordSetsResponse.Builder page =
        ListResourceRecordSetsResponse.builder()
            .resourceRecordSets(rest.subList(0, Math.min(size, rest.size())))
            .isTruncated(rest.size() > size)
            .maxItems(String.valueOf(size));
    if (rest.size() > size) {
      ResourceRecordSet next = rest.get(size);
      page.nextRecordName(next.name())
          .nextRecordType(next.typeAsString())
          .nextRecordIdentifier(next.setIdentifier());
    }
    return page.build();
  }

  private ChangeResourceRecordSetsResponse change(
      Context context, ChangeResourceRecordSetsRequest request) {
    DnsState dns = DnsState.of(context.account());
    Zone zone = dns.use(request.hostedZoneId());
    List<Change> changes =
        request.changeBatch() == null ? List.of() : request.changeBatch().changes();
    if (changes.isEmpty()) {
      throw AwsError.of("InvalidInput", "A change batch must have at least one change");
    }
    ChangeBatchRules batch = new ChangeBatchRules(zone);
    changes.forEach(batch::apply);
    Zone changed = zone.withRecords(batch.result());
    dns.zones.put(zone.id(), changed);
    return ChangeResourceRecordSetsResponse.builder()
        .changeInfo(Changes.begin(context, changed))
        .build();
  }
}
