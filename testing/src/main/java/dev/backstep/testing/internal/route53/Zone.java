package dev.backstep.testing.internal.route53;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * One hosted zone.
 *
 * @param about what describes it, without the count of its records
 * @param records in the order in which Route 53 lists them
 * @param published the same as far as name servers have them by now
 */
record Zone(
    HostedZone about,
    SortedMap<String, ResourceRecordSet> records,
    SortedMap<String, ResourceRecordSet> published) {

  static Zone of(HostedZone about) {
    TreeMap<String, ResourceRecordSet> own = new TreeMap<>();
    List<ResourceRecordSet> all =
        List.of(
            record(about.name(), "NS", 172_800L, "ns-1.awsdns-01.org."),
            record(
                about.name(),
                "SOA",
                900L,
                "ns-1.awsdns-01.org. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"));
    all.forEach(it -> own.put(key(it), it));
    return new Zone(about, own, own);
  }

  private static ResourceRecordSet record(String name, String type, long ttl, String value) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(type)
        .ttl(ttl)
        .resourceRecords(ResourceRecord.builder().value(value).build())
        .build();
  }

  String id() {
    return about.id();
  }

  boolean isPrivate() {
    return about.config().privateZone();
  }

  Zone withRecords(SortedMap<String, ResourceRecordSet> changed) {
    return new Zone(about, new TreeMap<>(changed), published);
  }

  Zone withPublished(SortedMap<String, ResourceRecordSet> changed) {
    return new Zone(about, records, new TreeMap<>(changed));
  }

  HostedZone description() {
    return about.toBuilder()
        .id("/hostedzone/" + about.id())
        .resourceRecordSetCount((long) records.size())
        .build();
  }

  /** The published record set of the given name and type. */
  Optional<ResourceRecordSet> published(String name, String type) {
    return published.values().stream()
        .filter(it -> it.name().equals(name) && it.typeAsString().equals(type))
        .findFirst();
  }

  /** What a record set is listed by; there is one at most of each. */
  static String key(ResourceRecordSet set) {
    String identifier = set.setIdentifier() == null ? "" : set.setIdentifier();
    return key(set.name(), set.typeAsString(), identifier);
  }

  static String key(String name, String type, String identifier) {
    return String.join(" ", DnsName.reversed(name), type, identifier);
  }
}
