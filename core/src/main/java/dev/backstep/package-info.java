/** What a user types first. */
@NullMarked
package dev.backstep;

import org.jspecify.annotations.NullMarked;
