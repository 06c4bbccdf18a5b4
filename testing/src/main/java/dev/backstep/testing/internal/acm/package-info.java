/** Certificates, and how they come to be issued. */
@NullMarked
package dev.backstep.testing.internal.acm;

import org.jspecify.annotations.NullMarked;
