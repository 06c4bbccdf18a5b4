package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** CreateImage. It takes no client token; its unique name makes sending it again safe. */
public final class ImageHandler implements StepHandler<ImageStep> {

  private final AwsAccess aws;
  private final ImageNames names;

  /** In the account and region of an access. */
  public ImageHandler(AwsAccess aws, Images images) {
    this.aws = aws;
    this.names = new ImageNames(images);
  }

  @Override
  public Outcome attempt(ImageStep step, Attempt run) {
    CreateImageRequest request = request(step, run);
    CreateImageResponse made = run.change("ec2:CreateImage", () -> aws.ec2().createImage(request));
    return Outcome.done(made.imageId());
  }

  @Override
  public Outcome lookUp(ImageStep step, Attempt run) {
    return names.lookUp(step.name(), run);
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private static CreateImageRequest request(ImageStep step, Attempt run) {
    CreateImageRequest.Builder request =
        CreateImageRequest.builder()
            .instanceId(run.id(step.instance()))
            .name(step.name())
            .tagSpecifications(
                Ec2Tags.at(ResourceType.IMAGE, Ec2Tags.merged(step.tags(), run.tags())),
                Ec2Tags.at(ResourceType.SNAPSHOT, Ec2Tags.merged(step.snapshotTags(), run.tags())));
    if (!step.description().isEmpty()) {
      request.description(step.description());
    }
    if (!step.staying().isEmpty()) {
      request.blockDeviceMappings(step.staying().stream().map(ImageHandler::stays).toList());
    }
    return request.build();
  }

  private static BlockDeviceMapping stays(String device) {
    return BlockDeviceMapping.builder()
        .deviceName(device)
        .ebs(ebs -> ebs.deleteOnTermination(false))
        .build();
  }
}
