/** Looks at what a port presents to clients that connect with TLS. */
@NullMarked
package dev.backstep.internal.tls;

import org.jspecify.annotations.NullMarked;
