/** How a service's operations are declared, found and run. */
@NullMarked
package dev.backstep.testing.internal.service;

import org.jspecify.annotations.NullMarked;
