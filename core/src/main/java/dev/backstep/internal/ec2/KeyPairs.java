package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Owned;
import dev.backstep.internal.engine.Undo;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;

/** Key pairs as things that are found and deleted; the name is unique in the region. */
public final class KeyPairs implements Deletable {

  /** The kind in {@link Undo.DeleteMade}. */
  public static final String KIND = "key-pair";

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public KeyPairs(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
    return read(id.isPresent() ? "key-pair-id" : "key-name", id.orElse(undo.name()), run).stream()
        .findFirst()
        .map(pair -> new Live(pair.keyPairId(), Ec2Tags.map(pair.tags())));
  }

  /** The key pair of a name, with its public key. */
  public Optional<KeyPairInfo> named(String name, Attempt run) {
    return read("key-name", name, run).stream().findFirst();
  }

  @Override
  public Outcome delete(Owned pair, Attempt run) {
    run.change(
        "ec2:DeleteKeyPair",
        () -> aws.ec2().deleteKeyPair(request -> request.keyPairId(pair.id())));
    return Outcome.done();
  }

  @Override
  public String command(String idOrName) {
    return "aws ec2 delete-key-pair --region %s --key-%s '%s'"
        .formatted(aws.regionName(), idOrName.startsWith("key-") ? "pair-id" : "name", idOrName);
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private List<KeyPairInfo> read(String filter, String value, Attempt run) {
    Filter only = Filter.builder().name(filter).values(value).build();
    return run.read(
        "ec2:DescribeKeyPairs",
        () ->
            aws.ec2()
                .describeKeyPairs(request -> request.filters(only).includePublicKey(true))
                .keyPairs());
  }
}
