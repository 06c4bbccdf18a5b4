/** Steps on EC2: security groups, their rules, the groups of network interfaces. */
@NullMarked
package dev.backstep.internal.ec2;

import org.jspecify.annotations.NullMarked;
