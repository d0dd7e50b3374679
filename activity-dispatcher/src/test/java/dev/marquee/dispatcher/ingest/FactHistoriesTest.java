package dev.marquee.dispatcher.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.contracts.token.TokenEvent.UserErased;
import dev.marquee.dispatcher.activity.ActivityInstance;
import dev.marquee.dispatcher.activity.ActivityPolicy;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.Booking;
import dev.marquee.dispatcher.activity.BookingDetails;
import dev.marquee.dispatcher.activity.Device;
import dev.marquee.dispatcher.activity.Facet;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.PushProgress;
import dev.marquee.dispatcher.activity.Show;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.testing.RandomFacts;
import dev.marquee.dispatcher.testing.RandomFacts.History;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What both topics say, in any order, with duplicates and in any batches, by the pure functions
 * that merge it. {@code StoredHistoriesTest} holds the SQL to the same.
 */
@Timeout(60)
class FactHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("marquee.facts.histories", 10_000);
  private static final String SEED_PROPERTY = "marquee.facts.seed";

  /** Within the life of the cards, and after every adoption grace. */
  private static final Instant NOW = RandomFacts.BASE.plusSeconds(600);

  @Test
  void anyOrderWithAnyDuplicatesEndsInTheSameFactsAndTheSameDesiredState() {
    long seed = Long.getLong(SEED_PROPERTY, new Random().nextLong());
    Random random = new Random(seed);
    RandomFacts facts = new RandomFacts(random);
    int steps = 0;
    for (int history = 0; history < HISTORIES; history++) {
      // Given
      History happened = facts.history();
      Known inOrder = Known.of(List.of(happened.bookings()), List.of(happened.tokens()));

      // When
      Known delayed =
          Known.of(facts.delayed(happened.bookings()), facts.delayed(happened.tokens()));

      // Then
      String clue = "-D%s=%d, history %d".formatted(SEED_PROPERTY, seed, history);
      assertThat(delayed).as(clue).isEqualTo(inOrder);
      Map<String, NextStep> desired = inOrder.desired();
      assertThat(delayed.desired()).as(clue).isEqualTo(desired);
      steps += (int) desired.values().stream().filter(NextStep.Push.class::isInstance).count();
    }
    assertThat(steps).as("histories that put a card on a phone").isGreaterThan(HISTORIES / 10);
  }

  /** The facts of a whole history. */
  private record Known(
      SortedMap<String, Booking> bookings,
      SortedMap<String, Show> shows,
      SortedMap<String, DeviceChanged> devices,
      SortedMap<String, ActivityChanged> instances,
      Map<String, Instant> erasedUsers) {

    /** Each batch is merged by itself, then what they say is merged. */
    static Known of(List<List<BookingEvent>> bookingBatches, List<List<TokenEvent>> tokenBatches) {
      SortedMap<String, Booking> bookings = new TreeMap<>();
      SortedMap<String, Show> shows = new TreeMap<>();
      for (List<BookingEvent> batch : bookingBatches) {
        BookingFacts facts = new BookingFacts();
        batch.forEach(facts::add);
        facts.bookings().forEach(one -> bookings.merge(one.ref(), one, Booking::merge));
        facts.shows().forEach(one -> shows.merge(one.ref(), one, Show::merge));
      }
      TokenFacts tokens = new TokenFacts();
      for (List<TokenEvent> batch : tokenBatches) {
        TokenFacts facts = new TokenFacts();
        batch.forEach(facts::add);
        facts.devices().forEach(tokens::add);
        facts.instances().forEach(tokens::add);
        facts.erasedUsers().forEach((user, at) -> tokens.add(new UserErased(at, user, 1)));
      }
      return new Known(
          bookings,
          shows,
          byKey(tokens.devices()),
          byKey(tokens.instances()),
          tokens.erasedUsers());
    }

    private static <T extends TokenEvent> SortedMap<String, T> byKey(Collection<T> rows) {
      SortedMap<String, T> sorted = new TreeMap<>();
      rows.forEach(row -> sorted.put(row.key(), row));
      return sorted;
    }

    /** What is to be done for every confirmed booking on every device. */
    Map<String, NextStep> desired() {
      Map<String, NextStep> steps = new TreeMap<>();
      for (Booking booking : bookings.values()) {
        BookingDetails details = booking.details() == null ? null : booking.details().value();
        for (DeviceChanged device : devices.values()) {
          if (details != null) {
            steps.put(
                booking.ref() + " on " + device.deviceId(),
                desired(Objects.requireNonNull(shows.get(details.show())), booking, device));
          }
        }
      }
      return steps;
    }

    private NextStep desired(Show show, Booking booking, DeviceChanged device) {
      ActivityChanged instance = newestInstance(device.deviceId(), booking.ref());
      return ActivityPolicy.next(
          new ActivitySnapshot(
              show,
              withoutErasedOwner(booking),
              new Device(
                  device.deviceId(),
                  Objects.requireNonNull(device.userId()),
                  device.locale(),
                  device.activitiesEnabled(),
                  device.frequentUpdatesEnabled(),
                  device.startTokens()),
              instance == null
                  ? null
                  : new ActivityInstance(
                      instance.activityKitId(), instance.state(), instance.updateToken()),
              PushProgress.NONE),
          Snapshots.TICKET,
          NOW);
    }

    /** A running one goes before one that is over. */
    private @Nullable ActivityChanged newestInstance(String device, String booking) {
      return instances.values().stream()
          .filter(one -> one.deviceId().equals(device) && one.bookingId().equals(booking))
          .max(
              Comparator.comparing((ActivityChanged one) -> one.state().takesUpdates())
                  .thenComparingLong(ActivityChanged::ordinal))
          .orElse(null);
    }

    /** An erasure takes what the user had before; who got it afterwards keeps it. */
    private Booking withoutErasedOwner(Booking booking) {
      Facet<String> owner = Objects.requireNonNull(booking.owner());
      Instant erasedAt = erasedUsers.get(Objects.requireNonNull(owner.value()));
      return erasedAt == null || !owner.version().time().isBefore(erasedAt)
          ? booking
          : new Booking(
              booking.ref(),
              booking.details(),
              new Facet<>(null, owner.version()),
              booking.seat(),
              booking.changes(),
              booking.cancelled());
    }
  }
}
