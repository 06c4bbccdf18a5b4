/** Who is calling. */
@NullMarked
package dev.backstep.testing.internal.sts;

import org.jspecify.annotations.NullMarked;
