package dev.backstep.internal.ami;

import dev.backstep.internal.ssh.Algorithms;
import dev.backstep.internal.ssh.Terminal;

/**
 * How a build instance is logged in to.
 *
 * @param user who
 * @param port where
 * @param atPublicAddress whether at its public address
 * @param algorithms which may be used
 * @param acceptsAnyHostKey whether a host key is not checked
 * @param terminal what commands run on
 */
record SshAccess(
    String user,
    int port,
    boolean atPublicAddress,
    Algorithms algorithms,
    boolean acceptsAnyHostKey,
    Terminal terminal) {}
