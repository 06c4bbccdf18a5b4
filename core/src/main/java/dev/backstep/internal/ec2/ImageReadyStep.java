package dev.backstep.internal.ec2;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits until an image is available, and then checks that it is as it should be.
 *
 * @param image the image
 * @param maker the step that made it, whose tags its snapshots carry
 * @param expected how it should be; null: available is enough
 * @param within how long it may take
 * @param lookEvery how long between two looks
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageReadyStep(
    Ref image, String maker, @Nullable Expected expected, Duration within, Duration lookEvery)
    implements Step {

  /**
   * How an encrypted image should be.
   *
   * @param kmsKey the ARN of the key of all of its snapshots
   * @param volumes how many EBS volumes it has
   * @param productCodes those of its source
   */
  public record Expected(String kmsKey, int volumes, List<String> productCodes) {}
}
