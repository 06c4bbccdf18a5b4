package dev.backstep.internal.ami;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.ec2.Ec2Tags;
import dev.backstep.internal.ec2.KeyPairs;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** ImportKeyPair. The private half never leaves this process; the name makes sending it safe. */
final class KeyPairHandler implements StepHandler<KeyPairStep> {

  private final AwsAccess aws;
  private final KeyPairs pairs;
  private final Builds builds;

  KeyPairHandler(AwsAccess aws, KeyPairs pairs, Builds builds) {
    this.aws = aws;
    this.pairs = pairs;
    this.builds = builds;
  }

  @Override
  public Outcome attempt(KeyPairStep step, Attempt run) {
    Builds.Keys keys = builds.keys(run.token(), step.type());
    ImportKeyPairResponse made =
        run.change(
            "ec2:ImportKeyPair",
            () ->
                aws.ec2()
                    .importKeyPair(
                        request ->
                            request
                                .keyName(step.name())
                                .publicKeyMaterial(
                                    SdkBytes.fromUtf8String(
                                        keys.user().publicText() + " " + step.name()))
                                .tagSpecifications(
                                    Ec2Tags.at(
                                        ResourceType.KEY_PAIR,
                                        Ec2Tags.merged(step.tags(), run.tags())))));
    return imported(made.keyPairId(), keys);
  }

  /** Ours by its tags and, since another process may have made it, by the key itself. */
  @Override
  public Outcome lookUp(KeyPairStep step, Attempt run) {
    Optional<KeyPairInfo> there = pairs.named(step.name(), run);
    if (there.isEmpty()) {
      return new Outcome.NotYet(
          Duration.ofSeconds(2), "key pair \"%s\" is not visible yet".formatted(step.name()));
    }
    Builds.Keys keys = builds.keys(run.token(), step.type());
    KeyPairInfo pair = there.get();
    boolean ours =
        run.madeByThisRun(pair.keyPairId(), Ec2Tags.map(pair.tags())).isPresent()
            && String.valueOf(pair.publicKey()).contains(keys.user().publicBase64());
    return ours
        ? imported(pair.keyPairId(), keys)
        : new Outcome.Refused(
            Failure.of(
                ErrorClass.CONFLICT,
                "InvalidKeyPair.Duplicate",
                "key pair \"%s\" is there already as %s with another key; it was left alone"
                    .formatted(step.name(), pair.keyPairId())));
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private Outcome imported(String id, Builds.Keys keys) {
    builds.imported(id, keys);
    return Outcome.done(id);
  }
}
