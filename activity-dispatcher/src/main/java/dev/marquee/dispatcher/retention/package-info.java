/**
 * Forgets what is past: bookings after their shows, what was never confirmed, days of the history.
 */
@NullMarked
package dev.marquee.dispatcher.retention;

import org.jspecify.annotations.NullMarked;
