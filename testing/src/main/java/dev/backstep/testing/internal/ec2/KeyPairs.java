package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;

/** Key pairs whose private half EC2 never sees. */
public final class KeyPairs implements Area {

  private static final Filters<KeyPairInfo> FILTERS =
      new Filters<>(KeyPairInfo::tags)
          .on("key-pair-id", KeyPairInfo::keyPairId)
          .on("key-name", KeyPairInfo::keyName)
          .on("fingerprint", KeyPairInfo::keyFingerprint);

  @Override
  public void addTo(Operations operations) {
    operations.write("ImportKeyPair", ImportKeyPairRequest::builder, this::importOne);
    operations.read("DescribeKeyPairs", DescribeKeyPairsRequest::builder, this::describe);
    operations.write("DeleteKeyPair", DeleteKeyPairRequest::builder, this::delete);
  }

  /** The key pair of that name, in truth. */
  static Optional<KeyPairInfo> named(Ec2State ec2, String name) {
    return ec2.keyPairs.all().stream().filter(it -> it.keyName().equals(name)).findFirst();
  }

  private ImportKeyPairResponse importOne(Context context, ImportKeyPairRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String name = Missing.required(request.keyName(), "KeyName");
    String text =
        Missing.required(request.publicKeyMaterial(), "PublicKeyMaterial").asUtf8String().strip();
    if (name.length() > 255) {
      throw AwsError.of(
          "InvalidParameterValue", "Value (%s) for parameter KeyName is invalid.", name);
    }
    PublicKey key = PublicKey.parse(text);
    Map<String, String> tags = Tagging.of(request.tagSpecifications(), "key-pair");
    if (named(ec2, name).isPresent()) {
      throw AwsError.of("InvalidKeyPair.Duplicate", "The keypair '%s' already exists.", name);
    }
    String id = context.newId("key");
    ec2.keyPairs.put(
        id,
        KeyPairInfo.builder()
            .keyPairId(id)
            .keyName(name)
            .keyType(key.type())
            .keyFingerprint(key.fingerprint())
            .publicKey(text)
            .createTime(context.now())
            .build());
    ec2.setTags(id, tags);
    return ImportKeyPairResponse.builder()
        .keyPairId(id)
        .keyName(name)
        .keyFingerprint(key.fingerprint())
        .tags(Tagging.list(tags))
        .build();
  }

  private DescribeKeyPairsResponse describe(Context context, DescribeKeyPairsRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<KeyPairInfo> all =
        ec2.keyPairs.seen().stream()
            .map(it -> it.toBuilder().tags(ec2.seenTags(it.keyPairId())).build())
            .toList();
    requireAll(all, KeyPairInfo::keyName, request.keyNames(), Missing::keyPair);
    requireAll(all, KeyPairInfo::keyPairId, request.keyPairIds(), Missing::keyPairId);
    List<KeyPairInfo> named =
        all.stream()
            .filter(it -> isIn(request.keyNames(), it.keyName()))
            .filter(it -> isIn(request.keyPairIds(), it.keyPairId()))
            .toList();
    boolean whole = Boolean.TRUE.equals(request.includePublicKey());
    return DescribeKeyPairsResponse.builder()
        .keyPairs(
            FILTERS.select(named, request.filters()).stream()
                .map(it -> whole ? it : it.toBuilder().publicKey(null).build())
                .toList())
        .build();
  }

  private DeleteKeyPairResponse delete(Context context, DeleteKeyPairRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    if (request.keyPairId() == null) {
      Missing.required(request.keyName(), "KeyName");
    }
    Optional<KeyPairInfo> found =
        request.keyPairId() == null
            ? named(ec2, request.keyName())
            : ec2.keyPairs.get(request.keyPairId());
    found.ifPresent(
        it -> {
          ec2.keyPairs.remove(it.keyPairId());
          ec2.forget(it.keyPairId());
        });
    return DeleteKeyPairResponse.builder()
        .returnValue(true)
        .keyPairId(found.map(KeyPairInfo::keyPairId).orElse(request.keyPairId()))
        .build();
  }

  private static boolean isIn(List<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static void requireAll(
      List<KeyPairInfo> all,
      Function<KeyPairInfo, String> property,
      List<String> wanted,
      Function<String, AwsError> absent) {
    for (String one : wanted) {
      if (all.stream().map(property).noneMatch(one::equals)) {
        throw absent.apply(one);
      }
    }
  }
}
