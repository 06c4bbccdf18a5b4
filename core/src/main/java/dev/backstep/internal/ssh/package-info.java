/**
 * Logs in to a build instance and does there what a plan asks for: keys, one connection attempt,
 * commands, uploads. It knows nothing of AWS and never tries again by itself. The SSH library adds
 * Bouncy Castle to the security providers of the JVM, as the last one.
 */
@NullMarked
package dev.backstep.internal.ssh;

import org.jspecify.annotations.NullMarked;
