/** What an {@link dev.backstep.ImpalaBalancer} is told and what it gives. */
@NullMarked
package dev.backstep.impala;

import org.jspecify.annotations.NullMarked;
