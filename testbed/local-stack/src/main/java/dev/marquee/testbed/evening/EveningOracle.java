package dev.marquee.testbed.evening;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.marquee.testbed.evening.Person.Booking;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Works out what every phone must be sent during an evening. Pure, slow and simple: facts are taken
 * together from scratch at every moment, and no code of the dispatcher is used.
 *
 * <p>Where the design leaves room, it decides:
 *
 * <ul>
 *   <li>The end that a phone gets for a booking that was transferred away carries the booking's
 *       content as it is, status included, and dismisses the card at once. The new owner's phones
 *       start after the adoption grace, which counts from the event that made them the owner.
 *   <li>{@code show.ended} dismisses the card 15 minutes after the event's own time. Without the
 *       event the end comes 10 minutes after the end of the show, with the status {@code ended},
 *       and the card goes 15 minutes later.
 *   <li>What a withdrawal uncovers rings as the withdrawal. Where nothing is left, a gate rings
 *       "The gate is not known yet", a message "Starts at HH:mm", as the built-in type says.
 *   <li>A change rings by the age of the event that gave the current value. Where the strongest
 *       change is too old, the next one that is young enough rings.
 *   <li>A reminder that arrives before the card starts is spent by the start. The newest reminder
 *       counts, of the booking and of the show each.
 *   <li>While a phone has no update token, nothing is sent; when it comes, the newest state is, if
 *       it differs from the last accepted one, or if a reminder is young enough.
 *   <li>A {@code gate.changed} is one facet: it gives gate and label together. (An event without a
 *       label does not occur in the evening.)
 * </ul>
 */
public final class EveningOracle {

  private final Instant anchor;
  private final Map<String, Show> shows;
  private final Map<String, List<Arrival>> arrivals;
  private final Map<String, PhoneLife> phones;
  private final Map<String, List<PhoneLife>> phonesOf;

  private EveningOracle(Evening evening, Instant anchor) {
    this.anchor = anchor;
    this.shows = evening.shows().stream().collect(toMap(Show::id, Function.identity()));
    this.arrivals =
        evening.script().stream()
            .filter(ScriptLine.Event.class::isInstance)
            .map(line -> Arrival.of((ScriptLine.Event) line, anchor))
            .collect(groupingBy(Arrival::subject));
    this.phones = PhoneLife.all(evening, anchor);
    this.phonesOf = phones.values().stream().collect(groupingBy(PhoneLife::user));
  }

  /** The pushes of every card that gets any, each list in the order in which they must come. */
  public static Map<CardId, List<ExpectedPush>> expect(Evening evening, Instant anchor) {
    EveningOracle oracle = new EveningOracle(evening, anchor);
    Map<CardId, List<ExpectedPush>> expected = new LinkedHashMap<>();
    for (Person person : evening.people()) {
      for (Booking booking : person.bookings()) {
        expected.putAll(oracle.expect(person, booking));
      }
    }
    return expected;
  }

  private Map<CardId, List<ExpectedPush>> expect(Person buyer, Booking booking) {
    Show show = requireNonNull(shows.get(booking.show()), booking.show());
    Instant confirmed = anchor.plus(booking.confirmationArrives());
    List<Arrival> events =
        Stream.of("bookings/" + booking.id(), "shows/" + show.id())
            .flatMap(subject -> arrivals.getOrDefault(subject, List.of()).stream())
            .toList();

    Map<CardId, ExpectedCard> cards = new LinkedHashMap<>();
    for (Instant now : moments(show, booking, confirmed, events)) {
      List<Arrival> soFar = events.stream().filter(event -> !event.at().isAfter(now)).toList();
      BookingFacts facts = BookingFacts.of(show, booking, buyer.user(), soFar, anchor);
      for (PhoneLife phone : phonesOf.getOrDefault(facts.owner(), List.of())) {
        CardId card = new CardId(phone.device(), booking.id());
        cards.putIfAbsent(card, new ExpectedCard(show.timeZone()));
      }
      cards.forEach((id, card) -> {
        PhoneLife phone = requireNonNull(phones.get(id.device()));
        card.look(
            now,
            facts,
            phone.user().equals(facts.owner()),
            phone.canStart(now),
            phone.canUpdate(now, id.booking()));
      });
    }
    Map<CardId, List<ExpectedPush>> expected = new LinkedHashMap<>();
    cards.forEach((id, card) -> {
      if (!card.pushes().isEmpty()) {
        expected.put(id, card.pushes());
      }
    });
    return expected;
  }

  /** All moments since the confirmation at which something may become due; more do no harm. */
  private NavigableSet<Instant> moments(
      Show show, Booking booking, Instant first, List<Arrival> events) {
    NavigableSet<Instant> moments = new TreeSet<>();
    moments.add(first);
    moments.add(anchor.plus(booking.bookedAt()).plus(ExpectedCard.ADOPTION_GRACE));
    moments.add(anchor.plus(show.startsAt()).minus(ExpectedCard.BEFORE_START));
    moments.add(anchor.plus(show.endsAt()).plus(ExpectedCard.AFTER_END));
    for (Arrival event : events) {
      moments.add(event.at());
      if (event.data().hasNonNull("userId")) {
        moments.add(event.time().plus(ExpectedCard.ADOPTION_GRACE));
      }
      if (event.data().hasNonNull("endsAt")) {
        moments.add(when(event, "startsAt").minus(ExpectedCard.BEFORE_START));
        moments.add(when(event, "endsAt").plus(ExpectedCard.AFTER_END));
      }
    }
    phones.values().forEach(phone -> phone.allowedAt(booking.id()).ifPresent(moments::add));
    return moments.tailSet(first, true);
  }

  private Instant when(Arrival event, String member) {
    return anchor.plus(Duration.parse(event.data().path(member).asText()));
  }
}
