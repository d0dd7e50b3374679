/** Tests of the package of the same name. */
@NullMarked
package dev.marquee.types.rendering;

import org.jspecify.annotations.NullMarked;
