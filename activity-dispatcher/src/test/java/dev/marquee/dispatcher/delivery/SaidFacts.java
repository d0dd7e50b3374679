package dev.marquee.dispatcher.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What upstream has said so far, and what a card should show by it: the rules of {@code
 * docs/events.md} in their slowest form, with nothing merged and nothing stored.
 */
final class SaidFacts {
  private static final Comparator<EventContext> AGE =
      Comparator.comparing(EventContext::time)
          .thenComparing(context -> Objects.requireNonNullElse(context.sequence(), ""))
          .thenComparing(EventContext::id);

  private final List<BookingEvent> said = new ArrayList<>();

  /**
   * What a card should show.
   *
   * @param over whether no card may run
   */
  record Desired(
      String owner,
      boolean over,
      Showtime showtime,
      @Nullable String gate,
      @Nullable String seat,
      @Nullable String message) {

    /** Whether a card may run on a device of this user. */
    boolean mayRunFor(String user) {
      return !over && owner.equals(user);
    }

    /** Whether a content state says so. */
    boolean isShownBy(JsonNode content) {
      return Objects.equals(content.path("gate").textValue(), gate)
          && Objects.equals(content.path("seat").textValue(), seat)
          && Objects.equals(content.path("message").textValue(), message)
          && content.path("startsAt").asLong() == showtime.startsAt().getEpochSecond();
    }
  }

  void add(BookingEvent event) {
    said.add(event);
  }

  List<BookingEvent> all() {
    return said;
  }

  /** Empty while the booking is not confirmed. */
  Optional<Desired> desired(String bookingId) {
    EventSubject booking = new EventSubject.OfBooking(bookingId);
    Optional<BookingConfirmed> confirmed = newest(BookingConfirmed.class, booking);
    if (confirmed.isEmpty()) {
      return Optional.empty();
    }
    ShowFacts original = confirmed.get().show();
    EventSubject show = new EventSubject.OfShow(original.id());
    Gate gate =
        firstKnown(
            newest(GateChanged.class, booking).map(GateChanged::gate),
            newest(GateChanged.class, show).map(GateChanged::gate),
            Optional.ofNullable(original.gate()));
    Showtime showtime =
        firstKnown(
            newest(ShowtimeChanged.class, booking).map(ShowtimeChanged::showtime),
            newest(ShowtimeChanged.class, show).map(ShowtimeChanged::showtime),
            Optional.of(original.showtime()));
    String message =
        firstKnown(
            newest(MessagePosted.class, booking).map(MessagePosted::message),
            newest(MessagePosted.class, show).map(MessagePosted::message));
    return Optional.of(
        new Desired(
            newestOf(booking, SaidFacts::owner).orElseThrow(),
            newestOf(booking, SaidFacts::cancelled).orElseThrow(),
            Objects.requireNonNull(showtime),
            gate == null ? null : gate.name(),
            newestOf(booking, SaidFacts::seat).orElse(null),
            message));
  }

  private static Optional<String> owner(BookingEvent event) {
    return switch (event) {
      case BookingConfirmed confirmed -> Optional.of(confirmed.userId());
      case BookingAmended amended -> Optional.ofNullable(amended.userId());
      default -> Optional.empty();
    };
  }

  private static Optional<String> seat(BookingEvent event) {
    return switch (event) {
      case BookingConfirmed confirmed -> Optional.ofNullable(confirmed.seat());
      case BookingAmended amended -> Optional.ofNullable(amended.seat());
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> cancelled(BookingEvent event) {
    return switch (event) {
      case BookingConfirmed _ -> Optional.of(false);
      case BookingCancelled _ -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  private <E extends BookingEvent> Optional<E> newest(Class<E> type, EventSubject subject) {
    return newest(subject, type::isInstance).map(type::cast);
  }

  private <T> Optional<T> newestOf(EventSubject subject, Function<BookingEvent, Optional<T>> fact) {
    return newest(subject, event -> fact.apply(event).isPresent()).flatMap(fact);
  }

  private Optional<BookingEvent> newest(EventSubject subject, Predicate<BookingEvent> matches) {
    return said.stream()
        .filter(event -> event.subject().equals(subject))
        .filter(matches)
        .max(Comparator.comparing(BookingEvent::context, AGE));
  }

  @SafeVarargs
  private static <T> @Nullable T firstKnown(Optional<T>... facts) {
    for (Optional<T> fact : facts) {
      if (fact.isPresent()) {
        return fact.get();
      }
    }
    return null;
  }
}
