package dev.backstep.testing.internal.kms;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Origin;
import dev.backstep.testing.internal.state.Part;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.state.Store;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;

/** The keys of one region. The one that EBS uses by default is there from the start. */
public final class KmsState implements Part {

  /** The alias of the AWS managed key for volumes and snapshots. */
  public static final String EBS_ALIAS = "alias/aws/ebs";

  /** By key id. */
  public final Store<KeyMetadata> keys;

  /** Key ids by alias, such as {@code alias/golden}. */
  public final SortedMap<String, String> aliases = new TreeMap<>();

  /** ARNs of keys of other accounts that let this one use them. */
  public final Set<String> shared = new HashSet<>();

  private final Region region;

  private KmsState(Region region) {
    this.region = region;
    keys = region.store();
    UUID id = UUID.nameUUIDFromBytes((region.name() + EBS_ALIAS).getBytes(StandardCharsets.UTF_8));
    KeyMetadata.Builder ebs =
        KeyMetadata.builder()
            .keyManager(KeyManagerType.AWS)
            .description("Default key that protects my EBS volumes when no other key is defined");
    put(id.toString(), ebs, KeySpec.SYMMETRIC_DEFAULT);
    aliases.put(EBS_ALIAS, id.toString());
  }

  /** The keys of the region. */
  public static KmsState of(Region region) {
    return region.part(KmsState.class, KmsState::new);
  }

  /** The region. */
  public Region region() {
    return region;
  }

  /** Makes a key of the customer's and says its id. */
  public String make(KeySpec spec, String description, Origin origin) {
    String id = region.account().ids().uuid("kms-key");
    put(
        id,
        KeyMetadata.builder()
            .keyManager(KeyManagerType.CUSTOMER)
            .creationDate(region.account().timeline().now())
            .description(description),
        spec);
    region.account().made(id, origin);
    return id;
  }

  /** The key with the given id, ARN, alias or alias ARN, in truth. */
  public Optional<KeyMetadata> find(String reference) {
    String prefix = arn("");
    if (reference.startsWith("arn:") && !reference.startsWith(prefix)) {
      return Optional.empty();
    }
    String local = reference.startsWith(prefix) ? reference.substring(prefix.length()) : reference;
    if (local.startsWith("alias/")) {
      return Optional.ofNullable(aliases.get(local)).flatMap(keys::get);
    }
    return keys.get(local.startsWith("key/") ? local.substring("key/".length()) : local);
  }

  /** Whether volumes and snapshots can be encrypted and read with the key now. */
  public boolean usable(String reference) {
    return shared.contains(reference) || isUsable(reference);
  }

  private boolean isUsable(String reference) {
    return find(reference)
        .filter(key -> key.keyState() == KeyState.ENABLED)
        .filter(key -> key.keySpec() == KeySpec.SYMMETRIC_DEFAULT)
        .isPresent();
  }

  /** The ARN of the key, or the reference itself if there is none. */
  public String arnOf(String reference) {
    return find(reference).map(KeyMetadata::arn).orElse(reference);
  }

  /** The ARN of a key or alias of this region. */
  String arn(String resource) {
    return "arn:"
        + region.partition()
        + ":kms:"
        + region.name()
        + ":"
        + Account.ID
        + ":"
        + resource;
  }

  @Override
  public void describe(Lines lines) {
    keys.all().stream()
        .filter(key -> key.keyManager() == KeyManagerType.CUSTOMER)
        .forEach(key -> lines.add("kms-key", key.keyId(), key));
    aliases.forEach(
        (alias, key) -> {
          if (!alias.equals(EBS_ALIAS)) {
            lines.add("kms-alias", alias, "key=" + key);
          }
        });
  }

  private void put(String id, KeyMetadata.Builder about, KeySpec spec) {
    boolean symmetric = spec == KeySpec.SYMMETRIC_DEFAULT;
    keys.put(
        id,
        about
            .keyId(id)
            .arn(arn("key/" + id))
            .awsAccountId(Account.ID)
            .enabled(true)
            .keyState(KeyState.ENABLED)
            .keySpec(spec)
            .keyUsage(
                symmetric || spec.toString().startsWith("RSA") ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY")
            .origin("AWS_KMS")
            .multiRegion(false)
            .build());
  }
}
