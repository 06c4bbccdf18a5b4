/**
 * What a service that stands in for AWS has to do, checked with plain SDK calls on each referee
 * that is there: the simulated account always, moto where {@code BACKSTEP_MOTO} has its address.
 */
@NullMarked
package dev.backstep.contract;

import org.jspecify.annotations.NullMarked;
