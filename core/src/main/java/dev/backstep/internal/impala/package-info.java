/** Plans a load balancer for Impala: checks the spec, reads AWS, lays out the steps. */
@NullMarked
package dev.backstep.internal.impala;

import org.jspecify.annotations.NullMarked;
