/** What an {@code AmiEncryptor} is told and what it gives. */
@NullMarked
package dev.backstep.ami;

import org.jspecify.annotations.NullMarked;
