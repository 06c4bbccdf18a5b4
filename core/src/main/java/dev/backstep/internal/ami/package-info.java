/** How encrypted images are planned and made. */
@NullMarked
package dev.backstep.internal.ami;

import org.jspecify.annotations.NullMarked;
