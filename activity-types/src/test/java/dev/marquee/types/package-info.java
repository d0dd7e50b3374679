/** Tests of the module as a whole, and what they share. */
@NullMarked
package dev.marquee.types;

import org.jspecify.annotations.NullMarked;
