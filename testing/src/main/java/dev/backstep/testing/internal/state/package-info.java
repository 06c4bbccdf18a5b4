/** What the simulated account holds, per region, with its history, its clock and who made what. */
@NullMarked
package dev.backstep.testing.internal.state;

import org.jspecify.annotations.NullMarked;
