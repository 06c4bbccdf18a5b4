package dev.backstep.testing;

import static dev.backstep.testing.Clients.filter;
import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.Tag;

class SimulatedKeyPairsTest {

  private final ManualTime time = ManualTime.stopped();
  private final SimulatedAws aws = SimulatedAws.empty(time);
  private final Clients clients = Clients.of(aws);

  @Test
  void importKeyPair_whenEd25519_hasTheFingerprintOfOpenSsh() {
    ImportKeyPairResponse made = importKey("build", Keys.ED25519);

    assertThat(made.keyFingerprint()).isEqualTo(Keys.ED25519_FINGERPRINT);
    assertThat(made.keyPairId()).startsWith("key-");
    assertThat(only("build").keyTypeAsString()).isEqualTo("ed25519");
  }

  @Test
  void importKeyPair_whenRsa_hasTheMd5OfItsDerForm() {
    assertThat(importKey("old", Keys.RSA).keyFingerprint()).isEqualTo(Keys.RSA_FINGERPRINT);
    assertThat(only("old").keyTypeAsString()).isEqualTo("rsa");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAILNUGcZQE9stukVWLVXRvaTHB1r63lQL7EiI5Dy1fcau",
        "ssh-dss AAAAB3NzaC1kc3MAAAAA",
        "-----BEGIN OPENSSH PRIVATE KEY-----"
      })
  void importKeyPair_whenItIsNoPublicKey_isRefused(String text) {
    refused(400, "InvalidKey.Format", () -> importKey("build", text));
  }

  @Test
  void importKeyPair_whenTheNameIsTaken_isRefusedAndTheFirstStays() {
    String first = importKey("build", Keys.ED25519).keyPairId();
    WorldSnapshot before = aws.snapshot();

    refused(400, "InvalidKeyPair.Duplicate", () -> importKey("build", Keys.RSA));

    assertThat(before.diff(aws.snapshot())).isEmpty();
    assertThat(only("build").keyPairId()).isEqualTo(first);
  }

  @Test
  void describeKeyPairs_whenAskedForPublicKeys_saysThem() {
    importKey("build", Keys.ED25519);

    assertThat(only("build").publicKey()).isNull();
    assertThat(
            clients
                .ec2
                .describeKeyPairs(r -> r.keyNames("build").includePublicKey(true))
                .keyPairs())
        .extracting(KeyPairInfo::publicKey)
        .containsExactly(Keys.ED25519);
    assertThat(clients.ec2.describeKeyPairs(r -> r.filters(filter("tag:run", "1"))).keyPairs())
        .hasSize(1);
    refused(
        400,
        "InvalidKeyPair.NotFound",
        () -> clients.ec2.describeKeyPairs(r -> r.keyNames("none")));
    refused(
        400,
        "InvalidKeyPair.NotFound",
        () -> clients.ec2.describeKeyPairs(r -> r.keyPairIds("key-0")));
  }

  @Test
  void describeKeyPairs_whenReadsAreBehind_doesNotFindItYet() throws Exception {
    aws.readLag(Duration.ofSeconds(2));
    importKey("build", Keys.ED25519);

    refused(400, "InvalidKeyPair.NotFound", () -> only("build"));
    time.advance(Duration.ofSeconds(2));
    assertThat(only("build").keyName()).isEqualTo("build");
  }

  @Test
  void deleteKeyPair_whenThereOrNot_succeeds() {
    WorldSnapshot before = aws.snapshot();
    String id = importKey("build", Keys.ED25519).keyPairId();
    importKey("other", Keys.RSA);

    assertThat(clients.ec2.deleteKeyPair(r -> r.keyPairId(id)).keyPairId()).isEqualTo(id);
    clients.ec2.deleteKeyPair(r -> r.keyPairId(id));
    clients.ec2.deleteKeyPair(r -> r.keyName("other"));

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void tags_whenChanged_areOnTheKeyPair() {
    String id = importKey("build", Keys.ED25519).keyPairId();
    clients.ec2.createTags(r -> r.resources(id).tags(tag("more", "2")));

    assertThat(only("build").tags()).containsExactly(tag("more", "2"), tag("run", "1"));
    assertThat(clients.ec2.describeTags(r -> r.filters(filter("resource-id", id))).tags())
        .allSatisfy(it -> assertThat(it.resourceTypeAsString()).isEqualTo("key-pair"))
        .hasSize(2);
  }

  private ImportKeyPairResponse importKey(String name, String key) {
    return clients.ec2.importKeyPair(
        r ->
            r.keyName(name)
                .publicKeyMaterial(Keys.material(key))
                .tagSpecifications(Clients.tags("key-pair", "run", "1")));
  }

  private KeyPairInfo only(String name) {
    return clients.ec2.describeKeyPairs(r -> r.keyNames(name)).keyPairs().get(0);
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
