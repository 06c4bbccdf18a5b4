/**
 * Runs a graph of steps and takes it back. It knows time, order, retries, the journal and
 * ownership; what a step does is its handler's business, and no service is named here.
 */
@NullMarked
package dev.backstep.internal.engine;

import org.jspecify.annotations.NullMarked;
