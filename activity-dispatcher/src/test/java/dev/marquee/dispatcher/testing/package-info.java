/** Real parts for component tests: PostgreSQL, Kafka and the APNs simulator. */
@NullMarked
package dev.marquee.dispatcher.testing;

import org.jspecify.annotations.NullMarked;
