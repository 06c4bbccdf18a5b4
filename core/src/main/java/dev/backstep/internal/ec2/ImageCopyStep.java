package dev.backstep.internal.ec2;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import java.util.Map;

/**
 * Copies an image within its region, encrypting all of its snapshots.
 *
 * @param source the image
 * @param name of the copy
 * @param description at most 255 characters; may be empty
 * @param kmsKey the ARN of the key
 * @param tags the user's, for the copy
 * @param snapshotTags the user's, for its snapshots
 * @param instead what to ask for when AWS does not copy this image
 */
public record ImageCopyStep(
    Ref source,
    String name,
    String description,
    String kmsKey,
    Map<String, String> tags,
    Map<String, String> snapshotTags,
    String instead)
    implements Step {}
