package dev.marquee.dispatcher.delivery;

import java.util.Collection;
import java.util.Set;

/**
 * Whose cards new facts may change: those of bookings, and those on devices.
 *
 * @param bookingIds the keys of their rows
 * @param deviceIds the keys of theirs
 */
public record Touched(Set<Long> bookingIds, Set<Long> deviceIds) {
  /** Nobody's. */
  public static final Touched NOTHING = new Touched(Set.of(), Set.of());

  /** Copies both. */
  public Touched {
    bookingIds = Set.copyOf(bookingIds);
    deviceIds = Set.copyOf(deviceIds);
  }

  /** The cards of these bookings. */
  public static Touched bookings(Collection<Long> bookingIds) {
    return new Touched(Set.copyOf(bookingIds), Set.of());
  }

  /** The cards on these devices. */
  public static Touched devices(Collection<Long> deviceIds) {
    return new Touched(Set.of(), Set.copyOf(deviceIds));
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return bookingIds.isEmpty() && deviceIds.isEmpty();
  }
}
