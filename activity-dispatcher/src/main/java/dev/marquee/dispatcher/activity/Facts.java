package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.types.definition.ChangeKind;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one booking now: the show as it was confirmed, changed by events about the show,
 * changed by events about the booking.
 *
 * @param gate null where nobody named one
 * @param placeSince when an event set the gate; null where none did
 * @param reminder the newest reminder about the show or the booking
 */
record Facts(
    Booking booking,
    BookingDetails details,
    ShowFacts original,
    Showtime showtime,
    @Nullable Instant timesSince,
    @Nullable Gate gate,
    @Nullable Instant placeSince,
    @Nullable String message,
    @Nullable Instant messageSince,
    @Nullable Facet<String> reminder,
    @Nullable Facet<Boolean> ended) {

  /** The facts of a confirmed booking; null while it or its show is not confirmed. */
  static @Nullable Facts of(Booking booking, Show show) {
    BookingDetails details = Facet.valueOf(booking.details());
    ShowFacts original = Facet.valueOf(show.original());
    if (details == null || original == null) {
      return null;
    }
    Changes own = booking.changes();
    Changes shared = show.changes();
    Facet<Showtime> times = deviating(own.times(), shared.times());
    Facet<Gate> place = deviating(own.place(), shared.place());
    Facet<String> message = deviating(own.message(), shared.message());
    Showtime changedTimes = Facet.valueOf(times);
    Gate changedGate = Facet.valueOf(place);
    return new Facts(
        booking,
        details,
        original,
        changedTimes == null ? original.showtime() : changedTimes,
        since(times),
        labelled(changedGate == null ? original.gate() : changedGate, original.gate()),
        since(place),
        Facet.valueOf(message),
        since(message),
        Facet.newer(own.reminder(), shared.reminder()),
        show.ended());
  }

  ZoneId timeZone() {
    return original.timeZone();
  }

  boolean isCancelled() {
    return Boolean.TRUE.equals(Facet.valueOf(booking.cancelled()));
  }

  /** What a card says of the booking while its show is on. */
  BookingStatus status() {
    return showtime.startsAt().isAfter(original.showtime().startsAt())
        ? BookingStatus.DELAYED
        : BookingStatus.CONFIRMED;
  }

  @Nullable String owner() {
    return Facet.valueOf(booking.owner());
  }

  /** Since when the owner owns it, in business time. */
  Instant ownedSince() {
    Facet<String> owner = booking.owner();
    return owner == null ? Instant.EPOCH : owner.version().time();
  }

  /**
   * @param remindersPassed how many of the type's reminders by the clock have passed
   */
  Marks marks(int remindersPassed) {
    String seat = Facet.valueOf(booking.seat());
    return new Marks(
        Digests.word(showtime.startsAt().toString()),
        Digests.word(gate == null ? "" : gate.toString()),
        Digests.word(message == null ? "" : message),
        Digests.word(reminder == null ? "" : reminder.version().key()),
        Digests.word(seat == null ? "" : seat),
        remindersPassed);
  }

  /** Since when the facts behind a mark hold; null where no event set them. */
  @Nullable Instant since(ChangeKind kind) {
    return switch (kind) {
      case TIMES -> timesSince;
      case PLACE -> placeSince;
      case SEAT -> since(booking.seat());
      case MESSAGE -> messageSince;
      case REMINDER -> since(reminder);
    };
  }

  private static @Nullable Instant since(@Nullable Facet<?> facet) {
    return facet == null ? null : facet.version().time();
  }

  /** A booking's own facet goes before the show's, until it is withdrawn. */
  private static <T> @Nullable Facet<T> deviating(
      @Nullable Facet<T> own, @Nullable Facet<T> shared) {
    if (own == null) {
      return shared;
    }
    if (own.value() != null) {
      return own;
    }
    // A withdrawal is a change too: what the show says holds for the booking since then.
    return shared == null || shared.version().compareTo(own.version()) < 0
        ? new Facet<>(Facet.valueOf(shared), own.version())
        : shared;
  }

  /** A change that names no label keeps the one that the show was confirmed with. */
  private static @Nullable Gate labelled(@Nullable Gate gate, @Nullable Gate original) {
    if (gate == null || gate.label() != null) {
      return gate;
    }
    String label = original == null ? null : original.label();
    return new Gate(gate.name(), label == null ? "Gate" : label);
  }
}
