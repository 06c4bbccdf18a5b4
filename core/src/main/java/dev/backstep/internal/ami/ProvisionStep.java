package dev.backstep.internal.ami;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import dev.backstep.internal.ssh.Provision;
import java.time.Duration;

/**
 * Runs a script on a build instance, or puts a file there.
 *
 * @param instance the instance
 * @param keyPair by which the user logs in again, should the script reboot it
 * @param access how
 * @param provision what is done
 * @param within how long it may take
 * @param rebootWithin how long a reboot may take
 */
record ProvisionStep(
    Ref instance,
    Ref keyPair,
    SshAccess access,
    Provision provision,
    Duration within,
    Duration rebootWithin)
    implements Step {}
