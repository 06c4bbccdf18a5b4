/** The SSH server of a fake instance: it remembers and answers, and carries nothing out. */
@NullMarked
package dev.backstep.testing.internal.ssh;

import org.jspecify.annotations.NullMarked;
