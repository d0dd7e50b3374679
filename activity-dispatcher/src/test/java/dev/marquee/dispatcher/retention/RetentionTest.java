package dev.marquee.dispatcher.retention;

import static dev.marquee.dispatcher.testing.Crowd.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.UserErased;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.retention.Retention.Forgotten;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.Crowd;
import java.time.Duration;
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

/** What is kept, what goes and when, with a clock of the test's own. */
@Timeout(60)
class RetentionTest {
  private static final Instant STARTS_AT = Instant.parse("2026-12-04T18:30:00Z");
  private static final Instant ENDS_AT = Instant.parse("2026-12-04T21:00:00Z");
  private static final Instant FORGOTTEN_AT = ENDS_AT.plus(Duration.ofDays(30)).plusSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Crowd CROWD = new Crowd(STARTS_AT);
  private static ActivityDatabase database;

  private static Retention retention;

  private record Config(Duration afterShow, Duration afterErasure) implements RetentionConfig {
    @Override
    public Duration unconfirmed() {
      return Duration.ofDays(400);
    }

    @Override
    public Duration interval() {
      return Duration.ofHours(1);
    }
  }

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
    retention = new Retention(database.transactions(), new Config(Duration.ofDays(30), DAY));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty();
    database.dropHistoryDays();
  }

  @Test
  void nothingOfABookingGoesBeforeThirtyDaysAfterItsShow() {
    // Given
    aFullHouse(3);

    // When
    Forgotten forgotten = retention.round(ENDS_AT.plus(Duration.ofDays(30)).minusSeconds(1));

    // Then
    assertThat(forgotten).isEqualTo(new Forgotten(0, 0, 0, 0));
    assertThat(rowsOfBookings()).containsExactly(3L, 3L, 3L, 3L, 3L, 1L);
  }

  @Test
  void afterThatNothingOfItIsLeft() {
    // Given
    aFullHouse(3);

    // When
    Forgotten forgotten = retention.round(FORGOTTEN_AT);

    // Then
    assertThat(forgotten).isEqualTo(new Forgotten(3, 1, 0, 3));
    assertThat(rowsOfBookings()).containsOnly(0L);
    assertThat(database.count("devices")).isEqualTo(3);
    assertThat(database.count("users")).isEqualTo(3);
  }

  @Test
  void aUserWithoutDeviceOrBookingIsForgottenToo() {
    // Given
    write(CROWD.confirmed(1));

    // When
    retention.round(FORGOTTEN_AT);

    // Then
    assertThat(database.count("users")).isZero();
  }

  @Test
  void aBookingWhoseOwnerWasErasedGoesADayLater() {
    // Given
    aFullHouse(2);
    write(new UserErased(STARTS_AT, "u-1", 9));

    // When
    Forgotten withinTheDay = retention.round(STARTS_AT.plus(DAY));
    Forgotten afterIt = retention.round(STARTS_AT.plus(DAY).plusSeconds(1));

    // Then
    assertThat(withinTheDay.bookings()).isZero();
    assertThat(afterIt.bookings()).isEqualTo(1);
    assertThat(database.texts("select ref from bookings")).containsExactly("b-2");
  }

  @Test
  void aBookingThatChangedHandsStaysWhenItsFormerOwnerWasErased() {
    // Given
    aFullHouse(2);
    write(new UserErased(STARTS_AT, "u-1", 9));
    write(CROWD.transferred(1, 2, STARTS_AT.minusSeconds(60)));

    // When
    Forgotten forgotten = retention.round(STARTS_AT.plus(DAY).plusSeconds(1));

    // Then
    assertThat(forgotten.bookings()).isZero();
    assertThat(database.texts("select ref || ' of ' || owner from bookings order by ref"))
        .containsExactly("b-1 of u-2", "b-2 of u-2");
  }

  @Test
  void aShowThatMovedKeepsItsBookings() {
    // Given
    write(CROWD.confirmed(1));
    write(CROWD.showMoved(STARTS_AT.plus(DAY), STARTS_AT));

    // When
    Forgotten forgotten = retention.round(FORGOTTEN_AT);

    // Then
    assertThat(forgotten.bookings()).isZero();
    assertThat(retention.round(FORGOTTEN_AT.plus(DAY)).bookings()).isEqualTo(1);
  }

  @Test
  void aBookingWithALaterTimeOfItsOwnIsKeptAndSoIsItsShow() {
    // Given
    write(CROWD.confirmed(1));
    write(CROWD.confirmed(2));
    write(CROWD.moved(2, STARTS_AT.plus(DAY), STARTS_AT));

    // When
    Forgotten forgotten = retention.round(FORGOTTEN_AT);

    // Then
    assertThat(forgotten).isEqualTo(new Forgotten(1, 0, 0, 0));
    assertThat(database.texts("select ref from bookings")).containsExactly("b-2");
  }

  @Test
  void whatNobodyEverConfirmedGoesWhenNothingIsHeardOfItForLong() {
    // Given
    write(CROWD.gate(1, "C", STARTS_AT));
    write(CROWD.showGate("C", STARTS_AT));

    // When
    Forgotten before = retention.round(STARTS_AT.plus(Duration.ofDays(400)).minusSeconds(1));
    Forgotten after = retention.round(STARTS_AT.plus(Duration.ofDays(400)).plusSeconds(1));

    // Then
    assertThat(before).isEqualTo(new Forgotten(0, 0, 0, 0));
    assertThat(after).isEqualTo(new Forgotten(1, 1, 0, 0));
  }

  @Test
  void aRoundForgetsNoMoreThanAChunk() {
    // Given
    aFullHouse(Retention.CHUNK + 100);

    // When
    Forgotten first = retention.round(FORGOTTEN_AT);
    Forgotten second = retention.round(FORGOTTEN_AT);

    // Then
    assertThat(first.bookings()).isEqualTo(Retention.CHUNK);
    assertThat(first.shows()).isZero();
    assertThat(first.isFull()).isTrue();
    assertThat(second.bookings()).isEqualTo(100);
    assertThat(second.shows()).isEqualTo(1);
  }

  @Test
  void severalReplicasForgetNothingTwice() throws Exception {
    // Given
    aFullHouse(400);
    try (ExecutorService replicas = Executors.newFixedThreadPool(4)) {
      Callable<Forgotten> round = () -> retention.round(FORGOTTEN_AT);

      // When
      List<Future<Forgotten>> rounds = replicas.invokeAll(List.of(round, round, round, round));

      // Then
      int bookings = 0;
      for (Future<Forgotten> each : rounds) {
        bookings += each.get().bookings();
      }
      // Each may have found another at it, and left the rest to the next round.
      bookings += retention.round(FORGOTTEN_AT).bookings();
      assertThat(bookings).isEqualTo(400);
    }
  }

  @Test
  void aBookingThatComesWhileItsShowIsForgottenFindsAShow() throws Exception {
    // Given
    try (ExecutorService replicas = Executors.newFixedThreadPool(2)) {
      List<Future<?>> done = new ArrayList<>();

      // When
      for (int number = 1; number <= 100; number++) {
        BookingEvent late = CROWD.confirmed(number);
        done.add(replicas.submit(() -> write(late)));
        done.add(replicas.submit(() -> retention.round(FORGOTTEN_AT)));
      }
      for (Future<?> each : done) {
        each.get();
      }

      // Then
      assertThat(
              database.texts(
                  "select ref from bookings b"
                      + " where not exists (select from shows s where s.id = b.show_id)"))
          .isEmpty();
    }
  }

  @Test
  void theNextDaysOfTheHistoryAreMadeAhead() {
    // When
    retention.round(ENDS_AT);
    retention.round(ENDS_AT.plus(DAY));

    // Then
    assertThat(database.historyDays())
        .containsExactly(
            "history_20261204",
            "history_20261205",
            "history_20261206",
            "history_20261207",
            "history_20261208",
            "history_20261209",
            "history_20261210",
            "history_20261211");
  }

  @Test
  void aPushGoesToItsDayAndOneOfNoDayIsNotLost() {
    // Given
    retention.round(ENDS_AT);
    write(CROWD.confirmed(1));
    write(CROWD.device(1));

    // When
    database.addHistory(ENDS_AT);
    database.addHistory(ENDS_AT.minus(Duration.ofDays(200)));

    // Then
    assertThat(database.count("history_20261204")).isEqualTo(1);
    assertThat(database.count("history_default")).isEqualTo(1);
  }

  @Test
  void aDayOfWhichPushesAreInTheDefaultPartitionAlreadyStaysThere() {
    // Given
    write(CROWD.confirmed(1));
    write(CROWD.device(1));
    database.addHistory(ENDS_AT);

    // When
    retention.round(ENDS_AT);

    // Then
    assertThat(database.historyDays())
        .doesNotContain("history_20261204")
        .contains("history_20261205");
    assertThat(database.count("history_default")).isEqualTo(1);
  }

  @Test
  void aDayOfTheHistoryGoesWhenItsLastActivityIsGone() {
    // Given
    retention.round(ENDS_AT);
    aFullHouse(2);
    write(CROWD.moved(2, STARTS_AT.plus(DAY), STARTS_AT));

    // When
    Forgotten oneIsLeft = retention.round(FORGOTTEN_AT.plus(Duration.ofHours(12)));
    Forgotten noneIsLeft = retention.round(FORGOTTEN_AT.plus(DAY));

    // Then
    assertThat(oneIsLeft.bookings()).isEqualTo(1);
    assertThat(oneIsLeft.historyDays()).isZero();
    assertThat(noneIsLeft.historyDays()).isEqualTo(1);
    assertThat(database.historyDays()).doesNotContain("history_20261204");
  }

  @Test
  void keepingBookingsForLessThanThirtyDaysStopsTheStart() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> new Retention(database.transactions(), new Config(Duration.ofDays(29), DAY)))
        .withMessageContaining("marquee.retention.after-show");
  }

  @Test
  void keepingErasedBookingsForMoreThanAWeekStopsTheStart() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            new Retention(
                database.transactions(), new Config(Duration.ofDays(30), Duration.ofDays(8))))
        .withMessageContaining("marquee.retention.after-erasure");
  }

  /** Bookings with a card on a phone each, a push in the history, and a dead letter. */
  private static void aFullHouse(int bookings) {
    database
        .transactions()
        .run(session ->
            FactWriter.writeBookings(session, each(bookings, CROWD::confirmed), STARTS_AT));
    database
        .transactions()
        .run(session -> {
          List<TokenEvent> events = new ArrayList<>(each(bookings, CROWD::device));
          events.addAll(each(bookings, number -> CROWD.card(number, STARTS_AT)));
          return FactWriter.writeTokens(session, events, STARTS_AT);
        });
    database.addHistory(ENDS_AT);
    database.change(
        "insert into dead_letters (activity_id, at, reason, attempts)"
            + " select id, now(), 'BadTopic', 1 from activities");
  }

  private static void write(BookingEvent event) {
    database
        .transactions()
        .run(session -> FactWriter.writeBookings(session, List.of(event), STARTS_AT));
  }

  private static void write(TokenEvent event) {
    database
        .transactions()
        .run(session -> FactWriter.writeTokens(session, List.of(event), STARTS_AT));
  }

  private static List<Long> rowsOfBookings() {
    return List.of(
        database.count("bookings"),
        database.count("activities"),
        database.count("instances"),
        database.count("dead_letters"),
        database.count("history"),
        database.count("shows"));
  }
}
