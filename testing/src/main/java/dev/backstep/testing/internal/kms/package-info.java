/** Key Management Service: keys and aliases, without any cryptography. */
@NullMarked
package dev.backstep.testing.internal.kms;

import org.jspecify.annotations.NullMarked;
