/** Rules of the clock that need no server. */
@NullMarked
package dev.marquee.registry.clock;

import org.jspecify.annotations.NullMarked;
