/** What upstream systems say about bookings and shows, on the topic {@code booking-events}. */
@NullMarked
package dev.marquee.contracts.booking;

import org.jspecify.annotations.NullMarked;
