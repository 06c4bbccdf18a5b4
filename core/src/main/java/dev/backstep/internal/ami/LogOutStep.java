package dev.backstep.internal.ami;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import dev.backstep.internal.ssh.Terminal;

/**
 * Takes the temporary key out of the instance, and logs out.
 *
 * @param instance the instance
 * @param keepsKey whether the key stays
 * @param terminal what commands run on
 */
record LogOutStep(Ref instance, boolean keepsKey, Terminal terminal) implements Step {}
