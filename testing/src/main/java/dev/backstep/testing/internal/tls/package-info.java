/** Real TLS on loopback: certificates that hold, and ports that show them. */
@NullMarked
package dev.backstep.testing.internal.tls;

import org.jspecify.annotations.NullMarked;
