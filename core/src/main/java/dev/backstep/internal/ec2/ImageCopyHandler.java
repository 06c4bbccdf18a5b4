package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.AwsFailures;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** CopyImage. Its client token makes sending it again safe. */
public final class ImageCopyHandler implements StepHandler<ImageCopyStep> {

  private final AwsAccess aws;
  private final ImageNames names;
  private final AwsFailures failures;

  /** In the account and region of an access. */
  public ImageCopyHandler(AwsAccess aws, Images images) {
    this.aws = aws;
    this.names = new ImageNames(images);
    this.failures = new AwsFailures(aws.time());
  }

  @Override
  public Outcome attempt(ImageCopyStep step, Attempt run) {
    CopyImageRequest request = request(step, run);
    try {
      CopyImageResponse made = run.change("ec2:CopyImage", () -> aws.ec2().copyImage(request));
      return Outcome.done(made.imageId());
    } catch (Ec2Exception e) {
      return Advice.orRethrow(e, failures, step.instead());
    }
  }

  @Override
  public Outcome lookUp(ImageCopyStep step, Attempt run) {
    return names.lookUp(step.name(), run);
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private static CopyImageRequest request(ImageCopyStep step, Attempt run) {
    CopyImageRequest.Builder request =
        CopyImageRequest.builder()
            .sourceImageId(run.id(step.source()))
            .sourceRegion(run.region())
            .name(step.name())
            .encrypted(true)
            .kmsKeyId(step.kmsKey())
            .clientToken(run.token())
            .tagSpecifications(
                Ec2Tags.at(ResourceType.IMAGE, Ec2Tags.merged(step.tags(), run.tags())),
                Ec2Tags.at(ResourceType.SNAPSHOT, Ec2Tags.merged(step.snapshotTags(), run.tags())));
    if (!step.description().isEmpty()) {
      request.description(step.description());
    }
    return request.build();
  }
}
