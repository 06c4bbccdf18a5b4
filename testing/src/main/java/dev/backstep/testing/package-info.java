/** What integration tests stand on: a simulated AWS, scripted faults and time that is not real. */
@NullMarked
package dev.backstep.testing;

import org.jspecify.annotations.NullMarked;
