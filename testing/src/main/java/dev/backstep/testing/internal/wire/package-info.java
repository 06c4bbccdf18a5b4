/** From HTTP to the SDK's model classes and back, driven by the SDK's own field metadata. */
@NullMarked
package dev.backstep.testing.internal.wire;

import org.jspecify.annotations.NullMarked;
