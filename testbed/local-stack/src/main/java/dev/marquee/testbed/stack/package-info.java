/**
 * The whole of Marquee on one machine: real PostgreSQL, a real Kafka broker, the APNs simulator
 * with its phones, and the packaged services as child processes, started, watched and stopped
 * together.
 */
@NullMarked
package dev.marquee.testbed.stack;

import org.jspecify.annotations.NullMarked;
