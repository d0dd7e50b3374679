/**
 * Dead letters on Kafka, published again once their cause is mended. What was replayed is noted on
 * the dead-letter topic itself, in the transaction that published it.
 */
@NullMarked
package dev.marquee.testbed.replay;

import org.jspecify.annotations.NullMarked;
