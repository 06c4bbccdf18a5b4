/** Classic load balancers. */
@NullMarked
package dev.backstep.testing.internal.elb;

import org.jspecify.annotations.NullMarked;
