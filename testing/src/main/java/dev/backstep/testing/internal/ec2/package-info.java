/** Networks, security groups, interfaces and instances. */
@NullMarked
package dev.backstep.testing.internal.ec2;

import org.jspecify.annotations.NullMarked;
