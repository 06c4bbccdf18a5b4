/** Plans, how they are run, and what a run says of itself: interfaces and values. */
@NullMarked
package dev.backstep.plan;

import org.jspecify.annotations.NullMarked;
