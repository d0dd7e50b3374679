/**
 * Turns a push into an HTTP/2 request to Apple's push service and the answer into an {@link
 * dev.marquee.dispatcher.apns.ApnsOutcome}. Knows nothing of bookings and imports no other package
 * of the dispatcher.
 */
@NullMarked
package dev.marquee.dispatcher.apns;

import org.jspecify.annotations.NullMarked;
