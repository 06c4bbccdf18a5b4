/** The write-ahead record of runs: every intent before its call, every outcome after it. */
@NullMarked
package dev.backstep.journal;

import org.jspecify.annotations.NullMarked;
