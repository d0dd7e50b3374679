/**
 * Transactions whose events reach Kafka: each change commits with its events, and the relay is
 * woken after it.
 */
@NullMarked
package dev.marquee.registry.outbox;

import org.jspecify.annotations.NullMarked;
