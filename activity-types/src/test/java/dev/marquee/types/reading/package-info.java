/** Tests of the package of the same name. */
@NullMarked
package dev.marquee.types.reading;

import org.jspecify.annotations.NullMarked;
