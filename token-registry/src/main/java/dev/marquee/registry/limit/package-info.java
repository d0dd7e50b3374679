/** How much one caller may ask for. */
@NullMarked
package dev.marquee.registry.limit;

import org.jspecify.annotations.NullMarked;
