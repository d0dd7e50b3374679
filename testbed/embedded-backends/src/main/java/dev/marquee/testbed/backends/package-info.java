/** A real PostgreSQL and a real Kafka broker, started from Maven artifacts without Docker. */
@NullMarked
package dev.marquee.testbed.backends;

import org.jspecify.annotations.NullMarked;
