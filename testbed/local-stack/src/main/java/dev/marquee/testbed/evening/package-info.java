/**
 * A real evening: what theatres, cinemas and an airport do to some 2,000 bookings in one night, the
 * list of pushes that each phone must get for it, and the player that compares both on the running
 * stack.
 *
 * <p>The oracle ({@link dev.marquee.testbed.evening.EveningOracle}) shares no code with the
 * dispatcher: what both agree on was understood twice.
 */
@NullMarked
package dev.marquee.testbed.evening;

import org.jspecify.annotations.NullMarked;
