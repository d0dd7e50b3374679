/** Tests of the contracts. */
@NullMarked
package dev.marquee.contracts;

import org.jspecify.annotations.NullMarked;
