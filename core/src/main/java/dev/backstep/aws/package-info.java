/** Which AWS account and region, and with what clients: the only public place with AWS types. */
@NullMarked
package dev.backstep.aws;

import org.jspecify.annotations.NullMarked;
