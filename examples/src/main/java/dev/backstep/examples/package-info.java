/** Programs to start from. */
@NullMarked
package dev.backstep.examples;

import org.jspecify.annotations.NullMarked;
