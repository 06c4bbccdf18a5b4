package dev.backstep.internal.ec2;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import java.util.List;
import java.util.Map;

/**
 * Makes an image of a stopped instance.
 *
 * @param instance the instance
 * @param name unique in the account and region
 * @param description at most 255 characters; may be empty
 * @param staying devices whose volumes stay when an instance of the image is terminated
 * @param tags the user's, for the image
 * @param snapshotTags the user's, for its snapshots
 */
public record ImageStep(
    Ref instance,
    String name,
    String description,
    List<String> staying,
    Map<String, String> tags,
    Map<String, String> snapshotTags)
    implements Step {}
