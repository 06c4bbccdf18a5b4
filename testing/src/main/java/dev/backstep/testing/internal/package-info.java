/** The simulated cloud, put together from its services. */
@NullMarked
package dev.backstep.testing.internal;

import org.jspecify.annotations.NullMarked;
