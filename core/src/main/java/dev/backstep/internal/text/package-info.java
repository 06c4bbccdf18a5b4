/** How values are said to people. */
@NullMarked
package dev.backstep.internal.text;

import org.jspecify.annotations.NullMarked;
