package dev.backstep.testing.internal.route53;

import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** What Route 53 asks of the changes of one batch, which happen all or not at all. */
final class ChangeBatchRules {

  private final Zone zone;
  private final TreeMap<String, ResourceRecordSet> records;
  private final List<String> problems = new ArrayList<>();

  ChangeBatchRules(Zone zone) {
    this.zone = zone;
    this.records = new TreeMap<>(zone.records());
  }

  void apply(Change change) {
    ResourceRecordSet given = change.resourceRecordSet();
    if (given == null || given.typeAsString() == null || change.actionAsString() == null) {
      throw AwsError.of("InvalidInput", "A change needs an action, and a name and type of records");
    }
    ResourceRecordSet set = given.toBuilder().name(DnsName.of(given.name())).build();
    @Nullable ResourceRecordSet there = records.get(Zone.key(set));
    switch (change.actionAsString()) {
      case "CREATE" -> {
        if (there != null) {
          problem("Tried to create resource record set %s but it already exists", label(set));
        } else {
          put(set);
        }
      }
      case "UPSERT" -> put(set);
      case "DELETE" -> delete(set, there);
      default -> throw AwsError.of("InvalidInput", "Unknown action %s", change.actionAsString());
    }
  }

  /**
   * The records after all changes.
   *
   * @throws AwsError if any of them cannot be made
   */
  SortedMap<String, ResourceRecordSet> result() {
    if (!problems.isEmpty()) {
      throw AwsError.of("InvalidChangeBatch", "%s", problems.toString());
    }
    return records;
  }

  private void put(ResourceRecordSet set) {
    if (set.aliasTarget() == null && (set.ttl() == null || set.resourceRecords().isEmpty())) {
      throw AwsError.of(
          "InvalidInput",
          "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and"
              + " ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with"
              + " [Action=CREATE, Name=%s, Type=%s, SetIdentifier=null]",
          set.name(),
          set.typeAsString());
    }
    String zoneName = zone.about().name();
    boolean isCname = set.typeAsString().equals("CNAME");
    if (!DnsName.isWithin(set.name(), zoneName)) {
      problem("RRSet with DNS name %s is not permitted in zone %s", set.name(), zoneName);
    } else if (isCname && set.name().equals(zoneName)) {
      problem(
          "RRSet of type CNAME with DNS name %s is not permitted at apex in zone %s",
          set.name(), zoneName);
    } else if (conflicts(set, isCname)) {
      problem(
          "RRSet of type %s with DNS name %s is not permitted as it conflicts with other records"
              + " with the same DNS name in zone %s",
          set.typeAsString(), set.name(), zoneName);
    } else {
      records.put(Zone.key(set), set);
    }
  }

  /** Nothing else may have the name of a CNAME. */
  private boolean conflicts(ResourceRecordSet set, boolean isCname) {
    return records.values().stream()
        .filter(it -> it.name().equals(set.name()))
        .anyMatch(it -> isCname != it.typeAsString().equals("CNAME"));
  }

  private void delete(ResourceRecordSet set, @Nullable ResourceRecordSet there) {
    boolean own =
        set.name().equals(zone.about().name()) && List.of("NS", "SOA").contains(set.typeAsString());
    if (there == null) {
      problem("Tried to delete resource record set %s but it was not found", label(set));
    } else if (!there.equals(set)) {
      problem(
          "Tried to delete resource record set %s but the values provided do not match the current"
              + " values",
          label(set));
    } else if (own) {
      problem(
          "A HostedZone must contain at least one NS record and exactly one SOA record for the"
              + " zone itself");
    } else {
      records.remove(Zone.key(set));
    }
  }

  private static String label(ResourceRecordSet set) {
    return "[name='" + set.name() + "', type='" + set.typeAsString() + "']";
  }

  private void problem(String message, Object... arguments) {
    problems.add(String.format(Locale.ROOT, message, arguments));
  }
}
