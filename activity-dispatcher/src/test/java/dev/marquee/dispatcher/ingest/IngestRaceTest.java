package dev.marquee.dispatcher.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.UserErased;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.FactMarks;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.PlainEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches of several replicas side by side, on a real PostgreSQL. */
@Timeout(60)
class IngestRaceTest {
  private static final Instant NOW = Instant.parse("2026-12-04T12:00:00Z");
  private static final int ROUNDS = 60;
  private static ActivityDatabase database;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  @Test
  void aDeviceAndABookingOfOneUserThatArriveSideBySideMeet() throws Exception {
    // When
    sideBySide(
        round -> () -> ingest(confirmed(round)),
        round -> () -> ingest(device(round, "u-" + round)));

    // Then
    assertThat(database.count("activities")).isEqualTo(ROUNDS);
  }

  @Test
  void aTransferThatComesBeforeItsConfirmationMeetsTheNewOwnersDevice() throws Exception {
    // Given
    for (int round = 0; round < ROUNDS; round++) {
      ingest(new BookingAmended(context("amended-" + round, 5), "b-" + round, "v-" + round, null));
    }

    // When
    sideBySide(
        round -> () -> ingest(confirmed(round)),
        round -> () -> ingest(device(round, "v-" + round)));

    // Then
    assertThat(database.count("activities")).isEqualTo(ROUNDS);
  }

  @Test
  void aBookingAndAChangeOfItsWholeShowSideBySideLoseNeither() throws Exception {
    // When
    sideBySide(
        round -> () -> ingest(confirmed(round)),
        round ->
            () ->
                ingest(
                    new GateChanged(
                        context("gate-" + round, 10 + round),
                        new EventSubject.OfShow("s-1"),
                        new Gate("G" + round, null))));

    // Then
    assertThat(database.count("bookings")).isEqualTo(ROUNDS);
    assertThat(database.texts("select place->>'name' from shows"))
        .containsExactly("G" + (ROUNDS - 1));
    assertThat(database.texts("select original->>'title' from shows"))
        .containsExactly("Twelfth Night");
  }

  @Test
  void eventsOfAnErasedUserBringNothingBack() {
    // Given
    ingest(confirmed(1));
    ingest(confirmed(2));
    ingest(device(1, "u-1"));
    ingest(new UserErased(NOW, "u-1", 7));

    // When
    ingest(confirmed(1));

    // Then
    assertThat(database.texts("select ref from bookings where owner is not null"))
        .containsExactly("b-2");
    assertThat(database.count("activities")).isZero();
    assertThat(database.count("erased_users")).isEqualTo(1);
  }

  @Test
  void anErasureThatIsReadAgainLeavesTheBookingsOfAUserWhoCameBack() {
    // Given
    TokenEvent erasure = new UserErased(NOW.minusSeconds(900), "u-1", 7);
    ingest(erasure);
    ingest(confirmed(1));

    // When
    ingest(erasure);

    // Then
    assertThat(database.texts("select ref from bookings")).containsExactly("b-1");
  }

  @Test
  void anErasureAndBookingsSideBySideLeaveNoneBehind() throws Exception {
    // When
    sideBySide(
        round -> () -> ingest(confirmed(round)),
        round -> () -> ingest(new UserErased(NOW, "u-" + round, 7)));

    // Then
    assertThat(database.texts("select ref from bookings where owner is not null")).isEmpty();
    assertThat(database.count("users")).isZero();
  }

  @Test
  void aBookingOutlivesTheErasureOfAFormerOwnerWhicheverIsReadFirst() {
    // Given
    ingest(confirmed(1));
    ingest(device(2, "u-2"));
    ingest(new UserErased(NOW, "u-1", 7));

    // When
    ingest(new BookingAmended(context("handed-on", 60), "b-1", "u-2", null));

    // Then
    assertThat(database.texts("select details->>'show' || ' ' || owner from bookings"))
        .containsExactly("s-1 u-2");
    assertThat(database.count("activities")).isEqualTo(1);
  }

  @Test
  void theSameBatchAgainChangesNothing() {
    // Given
    ingest(confirmed(1));

    // When
    int changed = ingest(confirmed(1));

    // Then
    assertThat(changed).isZero();
  }

  private interface Work {
    Callable<Integer> of(int round);
  }

  private static void sideBySide(Work one, Work other) throws Exception {
    try (ExecutorService replicas = Executors.newFixedThreadPool(6)) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        work.add(one.of(round));
        work.add(other.of(round));
      }
      for (Future<Integer> done : replicas.invokeAll(work)) {
        done.get();
      }
    }
  }

  private static int ingest(BookingEvent event) {
    return database
        .transactions()
        .run(session -> marked(session, FactWriter.merged(session, List.of(event), NOW)));
  }

  private static int ingest(TokenEvent event) {
    return database
        .transactions()
        .run(session -> marked(session, FactWriter.mergedTokens(session, List.of(event), NOW)));
  }

  private static int marked(Session session, Merged merged) {
    FactMarks.mark(session, merged.touched(), NOW);
    return merged.changed();
  }

  private static BookingEvent confirmed(int number) {
    Showtime showtime = new Showtime(NOW.plusSeconds(3_600), NOW.plusSeconds(7_200), null);
    return PlainEvents.confirmed(
        context("confirmed-" + number, 0),
        "b-" + number,
        "u-" + number,
        PlainEvents.show("s-1", showtime, null),
        null);
  }

  private static TokenEvent device(int number, String user) {
    return PlainEvents.device(NOW, "d-" + number, 1, user, null);
  }

  private static EventContext context(String id, int seconds) {
    return new EventContext(id, "/race", NOW.minusSeconds(600).plusSeconds(seconds), null);
  }
}
