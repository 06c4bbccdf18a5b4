/** Certificates of AWS Certificate Manager: asked for, waited for, removed. */
@NullMarked
package dev.backstep.internal.acm;

import org.jspecify.annotations.NullMarked;
