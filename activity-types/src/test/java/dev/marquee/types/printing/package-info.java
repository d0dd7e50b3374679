/** Tests of what is printed from a definition. */
@NullMarked
package dev.marquee.types.printing;

import org.jspecify.annotations.NullMarked;
