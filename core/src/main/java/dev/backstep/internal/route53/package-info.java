/** Records in hosted zones of Route 53 that validate certificates. */
@NullMarked
package dev.backstep.internal.route53;

import org.jspecify.annotations.NullMarked;
