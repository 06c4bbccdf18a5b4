/** What AWS's answers mean, how fast it may be called, and calls made while planning. */
@NullMarked
package dev.backstep.internal.aws;

import org.jspecify.annotations.NullMarked;
