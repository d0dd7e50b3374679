/** Business time: the system's, or shifted by the offset that a local stack serves. */
@NullMarked
package dev.marquee.registry.clock;

import org.jspecify.annotations.NullMarked;
