/** Buckets and their policies. */
@NullMarked
package dev.backstep.testing.internal.s3;

import org.jspecify.annotations.NullMarked;
