/** Tests of the package of the same name. */
@NullMarked
package dev.marquee.types.compatibility;

import org.jspecify.annotations.NullMarked;
