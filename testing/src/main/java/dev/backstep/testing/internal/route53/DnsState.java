package dev.backstep.testing.internal.route53;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Ids;
import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Part;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.state.Store;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

/** Route 53, which is the same in all regions. */
public final class DnsState implements Part {

  /** Where the state is kept, whatever region a call is signed for. */
  private static final String EVERYWHERE = "aws-global";

  final Store<Zone> zones;
  final Store<ChangeInfo> changes;
  private final List<Runnable> whenPublished = new ArrayList<>();

  private DnsState(Region region) {
    zones = region.store();
    changes = region.store();
  }

  /** The one Route 53 of the account. */
  public static DnsState of(Account account) {
    return account.region(EVERYWHERE).part(DnsState.class, DnsState::new);
  }

  /**
   * Adds a hosted zone.
   *
   * @return its id, such as {@code Z08RA2HT3VBG4M}
   */
  public String add(Ids ids, String name, String callerReference, boolean isPrivate) {
    HostedZone about =
        HostedZone.builder()
            .id(ids.code("Z"))
            .name(DnsName.of(name))
            .callerReference(callerReference)
            .config(config -> config.privateZone(isPrivate))
            .build();
    zones.put(about.id(), Zone.of(about));
    return about.id();
  }

  /** The ids of all zones. */
  public List<String> zoneIds() {
    return zones.all().stream().map(Zone::id).toList();
  }

  /** The records of a zone as lines of name, type and values; those of the zone itself left out. */
  public List<String> records(String zoneId) {
    Zone zone = zones.get(zoneId).orElseThrow(() -> absent(zoneId));
    return zone.records().values().stream()
        .filter(it -> !it.name().equals(zone.about().name()))
        .map(
            it ->
                it.name()
                    + " "
                    + it.typeAsString()
                    + " "
                    + String.join(
                        ",", it.resourceRecords().stream().map(ResourceRecord::value).toList()))
        .toList();
  }

  /** Whether a public zone has the CNAME, as far as name servers know by now. */
  public boolean hasCname(String name, String value) {
    String wanted = DnsName.of(value);
    return zones.all().stream()
        .filter(zone -> !zone.isPrivate())
        .flatMap(zone -> zone.published(DnsName.of(name), "CNAME").stream())
        .flatMap(set -> set.resourceRecords().stream())
        .anyMatch(record -> DnsName.of(record.value()).equals(wanted));
  }

  /** Lets something happen after each change that name servers have. */
  public void whenPublished(Runnable effect) {
    whenPublished.add(effect);
  }

  void publish(Zone changed, String changeId) {
    zones.update(changed.id(), zone -> zone.withPublished(changed.records()));
    changes.update(changeId, it -> it.toBuilder().status("INSYNC").build());
    whenPublished.forEach(Runnable::run);
  }

  /** The zone that a call is about; its id may have {@code /hostedzone/} before it. */
  Zone use(@Nullable String id) {
    String given = bare(id);
    return zones.use(given, () -> absent(given));
  }

  Zone seen(@Nullable String id) {
    String given = bare(id);
    return zones.seen(given).orElseThrow(() -> absent(given));
  }

  static String bare(@Nullable String id) {
    return id == null ? "" : id.replaceFirst("^/?(hostedzone|change)/", "");
  }

  private static AwsError absent(String id) {
    return AwsError.of("NoSuchHostedZone", "No hosted zone found with ID: %s", id);
  }

  @Override
  public void describe(Lines lines) {
    for (Zone zone : zones.all()) {
      lines.add("hosted-zone", zone.id(), zone.about());
      zone.records()
          .values()
          .forEach(
              set -> lines.add("record", zone.id() + "/" + set.name() + set.typeAsString(), set));
    }
  }
}
