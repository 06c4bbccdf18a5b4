/** What planners of all kinds use: problems of settings, steps while they are laid out. */
@NullMarked
package dev.backstep.internal.planning;

import org.jspecify.annotations.NullMarked;
