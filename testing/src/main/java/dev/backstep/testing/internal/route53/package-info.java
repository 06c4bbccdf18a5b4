/** Hosted zones, their records, and how far changes have come. */
@NullMarked
package dev.backstep.testing.internal.route53;

import org.jspecify.annotations.NullMarked;
