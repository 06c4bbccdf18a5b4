package dev.backstep.internal.route53;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * CNAME records of a hosted zone and whose they are. Records cannot be tagged, so a TXT record
 * beside each of ours says it; both are made, and removed, in one change that acts as a whole.
 */
final class ZoneRecords {

  private static final long TTL = 300;

  private final AwsAccess aws;

  ZoneRecords(AwsAccess aws) {
    this.aws = aws;
  }

  /** The record set of a name and type; empty when there is none. */
  private Optional<ResourceRecordSet> find(String zone, String name, RRType type, Attempt run) {
    return run
        .read(
            "route53:ListResourceRecordSets",
            () ->
                aws.route53()
                    .listResourceRecordSets(
                        request ->
                            request
                                .hostedZoneId(zone)
                                .startRecordName(name)
                                .startRecordType(type)
                                .maxItems("1")))
        .resourceRecordSets()
        .stream()
        .filter(set -> set.type() == type && isSame(set.name(), name))
        .findFirst();
  }

  /** Where the CNAME record of a name leads. */
  Optional<String> cname(String zone, String name, Attempt run) {
    return find(zone, name, RRType.CNAME, run).map(ZoneRecords::value);
  }

  /** Whether a tag of ours stands in the record beside it. */
  boolean isMarked(String zone, String name, String tag, String value, Attempt run) {
    return find(zone, markName(name), RRType.TXT, run)
        .map(set -> List.of(value(set).replace("\"", "").split(" ")).contains(tag + "=" + value))
        .orElse(false);
  }

  /** Makes a CNAME record and ours beside it; the change's id. */
  String make(String zone, String name, String value, Attempt run) {
    List<Change> changes =
        List.of(
            change(ChangeAction.CREATE, cname(name, value)),
            change(ChangeAction.UPSERT, mark(name, run)));
    return change(zone, changes, run);
  }

  /** Removes ours, and the CNAME record as far as it is what we made. */
  void remove(String zone, String name, String value, Attempt run) {
    Optional<ResourceRecordSet> mark = find(zone, markName(name), RRType.TXT, run);
    Optional<ResourceRecordSet> made =
        find(zone, name, RRType.CNAME, run).filter(set -> isSame(value(set), value));
    List<Change> changes = new ArrayList<>();
    made.ifPresent(set -> changes.add(change(ChangeAction.DELETE, set)));
    mark.ifPresent(set -> changes.add(change(ChangeAction.DELETE, set)));
    if (!changes.isEmpty()) {
      change(zone, changes, run);
    }
  }

  String command(String zone, String name) {
    return "aws route53 list-resource-record-sets --hosted-zone-id %s --query \"ResourceRecordSets[?contains(Name,'%s')]\""
        .formatted(zone, name);
  }

  /** Names do not heed case, and may end with a dot. */
  static boolean isSame(String one, String other) {
    return plain(one).equals(plain(other));
  }

  private static String plain(String name) {
    return (name.endsWith(".") ? name : name + ".").toLowerCase(Locale.ROOT);
  }

  private String change(String zone, List<Change> changes, Attempt run) {
    return run.change(
            "route53:ChangeResourceRecordSets",
            () ->
                aws.route53()
                    .changeResourceRecordSets(
                        request ->
                            request.hostedZoneId(zone).changeBatch(it -> it.changes(changes))))
        .changeInfo()
        .id();
  }

  private static Change change(ChangeAction action, ResourceRecordSet set) {
    return Change.builder().action(action).resourceRecordSet(set).build();
  }

  private static ResourceRecordSet cname(String name, String value) {
    return set(name, RRType.CNAME, value);
  }

  private static ResourceRecordSet mark(String name, Attempt run) {
    String text = "\"%s=%s %s=%s\"".formatted(Tags.OWNER, run.owner(), Tags.RUN, run.runId());
    return set(markName(name), RRType.TXT, text);
  }

  private static ResourceRecordSet set(String name, RRType type, String value) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(type)
        .ttl(TTL)
        .resourceRecords(ResourceRecord.builder().value(value).build())
        .build();
  }

  private static String markName(String name) {
    return "_backstep." + name;
  }

  private static String value(ResourceRecordSet set) {
    return set.resourceRecords().stream().map(ResourceRecord::value).findFirst().orElse("an alias");
  }
}
