/**
 * CloudEvents 1.0 on Kafka: the envelope, its two modes, and the one error of a malformed event.
 */
@NullMarked
package dev.marquee.contracts.envelope;

import org.jspecify.annotations.NullMarked;
