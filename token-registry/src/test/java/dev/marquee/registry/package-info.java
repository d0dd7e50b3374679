/** The registry as a whole: over HTTP on one side and Kafka on the other, on real backends. */
@NullMarked
package dev.marquee.registry;

import org.jspecify.annotations.NullMarked;
