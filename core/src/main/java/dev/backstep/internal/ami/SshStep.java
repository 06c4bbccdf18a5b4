package dev.backstep.internal.ami;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import java.time.Duration;
import java.util.List;

/**
 * Logs in to a build instance, and stays so for the steps after it.
 *
 * @param instance the instance
 * @param keyPair by which the user logs in
 * @param access how
 * @param imageName of what it was launched from, by which the usual user is guessed
 * @param allowedFrom from where its groups let SSH in, as far as this run made them
 * @param within how long it may take
 * @param lookEvery how long between two attempts
 */
record SshStep(
    Ref instance,
    Ref keyPair,
    SshAccess access,
    String imageName,
    List<String> allowedFrom,
    Duration within,
    Duration lookEvery)
    implements Step {}
