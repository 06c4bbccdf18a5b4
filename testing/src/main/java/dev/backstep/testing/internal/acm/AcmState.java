package dev.backstep.testing.internal.acm;

import dev.backstep.testing.internal.route53.DnsState;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Part;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.state.Store;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The certificates of one region. */
public final class AcmState implements Part {

  final Store<Certificate> certificates;
  final Map<String, Token> tokens = new HashMap<>();
  final Set<String> scripted = new HashSet<>();
  private final Map<String, Outcome> outcomes = new HashMap<>();
  private final Region region;
  private final Map<String, SortedSet<String>> users = new TreeMap<>();

  private AcmState(Region region) {
    this.region = region;
    certificates = region.store();
    DnsState.of(region.account()).whenPublished(() -> Validation.checkAll(this));
  }

  /** ACM in the region. */
  public static AcmState of(Region region) {
    return region.part(AcmState.class, AcmState::new);
  }

  Region region() {
    return region;
  }

  /** Adds or replaces a certificate. */
  public void put(Certificate certificate) {
    certificates.put(certificate.arn(), certificate);
  }

  /** The certificate, in truth. */
  public Optional<Certificate> get(String arn) {
    return certificates.get(arn);
  }

  /** The certificate as other services see it by now. */
  public Optional<Certificate> seenElsewhere(String arn) {
    return certificates.seen(arn);
  }

  /** The ARNs of all certificates. */
  public List<String> arns() {
    return certificates.all().stream().map(Certificate::arn).toList();
  }

  /** Decides what becomes of the next requests for a domain. */
  public void decide(String domain, Outcome outcome) {
    outcomes.put(domain, outcome);
  }

  Optional<Outcome> decision(String domain) {
    return Optional.ofNullable(outcomes.get(domain));
  }

  /** Remembers that something uses a certificate. */
  public void used(String arn, String by) {
    users.computeIfAbsent(arn, unused -> new TreeSet<>()).add(by);
  }

  /** Forgets that something used a certificate. */
  public void released(String arn, String by) {
    users.getOrDefault(arn, new TreeSet<>()).remove(by);
  }

  List<String> users(String arn) {
    return List.copyOf(users.getOrDefault(arn, new TreeSet<>()));
  }

  /** The certificate that a call changes. */
  Certificate use(@Nullable String arn) {
    String checked = checked(arn);
    return certificates.use(checked, () -> absent(checked));
  }

  /** The certificate that a call reads. */
  Certificate seen(@Nullable String arn) {
    String checked = checked(arn);
    return certificates.seen(checked).orElseThrow(() -> absent(checked));
  }

  private static String checked(@Nullable String arn) {
    if (arn == null || !arn.matches("arn:[\\w-]+:acm:[\\w-]*:\\d{12}:certificate/[\\w-]+")) {
      throw AwsError.of("InvalidArnException", "Invalid ARN: %s", arn);
    }
    return arn;
  }

  private static AwsError absent(String arn) {
    return AwsError.of(
        "ResourceNotFoundException",
        "Could not find certificate %s in account %s.",
        arn,
        Account.ID);
  }

  @Override
  public void describe(Lines lines) {
    for (Certificate it : certificates.all()) {
      String status = it.status(region.account().timeline().now());
      lines.add("certificate", it.arn(), it.about().toBuilder().status(status).build());
      it.tags().forEach((key, text) -> lines.add("tag", it.arn(), key + "=" + text));
    }
  }
}
