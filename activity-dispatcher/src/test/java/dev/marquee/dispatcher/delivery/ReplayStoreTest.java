package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was given up and comes back, on a real PostgreSQL. */
@Timeout(60)
class ReplayStoreTest {
  private static final Instant NOW = Snapshots.CARD_AT.plusSeconds(60);
  private static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null);
  private static final ActivityTypes TYPES = new ActivityTypes(Optional::empty);

  private static ActivityDatabase database;
  private static DueStore due;

  private final BusinessClock clock = BusinessClock.over(Clock.fixed(NOW, ZoneOffset.UTC));
  private ReplayStore replays;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
    due = new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 8));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void prepare() {
    database.empty();
    replays = new ReplayStore(database.transactions(), TYPES, clock);
  }

  @Test
  void aDryRunSaysWhatTheReplayThenDoes() {
    // Given
    giveUpOneOfEachKind();

    // When
    ReplayOutcome told = replays.replay(ALL, "on-call", true);
    ReplayOutcome done = replays.replay(ALL, "on-call", false);

    // Then
    Map<String, Integer> steps = Map.of("start", 2, "update", 1, "end", 1, "wait", 1);
    Map<String, Integer> skipped =
        Map.of(
            "its start was accepted, and is not repeated",
            1,
            "its start may have been accepted, and is not repeated",
            2,
            "the booking is cancelled, and no card was started",
            1,
            "the user swiped the card away",
            1,
            "the card has no usable update token",
            1,
            "its facts cannot be read",
            1);
    assertThat(told).isEqualTo(new ReplayResult(true, 12, 5, steps, skipped, 1));
    assertThat(done).isEqualTo(new ReplayResult(false, 12, 5, steps, skipped, 1));
    assertThat(dueActivities()).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void aDryRunChangesNothing() {
    // Given
    giveUp(2);

    // When
    replays.replay(ALL, "on-call", true);

    // Then
    assertThat(claim(NOW.plusSeconds(60))).isEmpty();
    assertThat(database.count("replays")).isZero();
    assertThat(database.texts("select replayed_by from dead_letters")).containsOnlyNulls();
  }

  @Test
  void whatIsReplayedGoesThroughTheCoreAgain() {
    // Given
    giveUp(2);

    // When
    replays.replay(ALL, "on-call", false);

    // Then
    assertThat(claim(NOW.plusSeconds(60)))
        .hasSize(2)
        .allMatch(decided -> decided.step() instanceof NextStep.Start);
    assertThat(database.texts("select replayed_by from dead_letters")).containsOnly("on-call");
  }

  @Test
  void nothingIsReplayedTwice() {
    // Given
    giveUp(2);
    replays.replay(ALL, "on-call", false);
    database.change("update activities set due_at = null");
    clock.setOffset(Duration.ofMinutes(1));

    // When
    ReplayOutcome again = replays.replay(ALL, "on-call", false);

    // Then
    assertThat(again).isEqualTo(new ReplayResult(false, 0, 0, Map.of(), Map.of(), 0));
  }

  @Test
  void onlyWhatTheFilterMeansIsReplayed() {
    // Given
    giveUp(5);
    database.change("update devices set app = 'com.example.other' where ref = 'd-2'");
    changeLetter(3, "reason = '413 PayloadTooLarge'");
    changeLetter(4, "at = at - interval '1 hour'");
    changeLetter(5, "at = at + interval '1 hour'");
    DeadLetterFilter filter =
        new DeadLetterFilter("badtopic", "com.example.tickets", NOW, NOW.plusSeconds(60));

    // When
    ReplayOutcome outcome = replays.replay(filter, "on-call", false);

    // Then
    assertThat(outcome).isEqualTo(new ReplayResult(false, 1, 1, Map.of("start", 1), Map.of(), 1));
    assertThat(dueActivities()).containsExactly("1");
  }

  @Test
  void aReplayIsSpreadOverTimeAndTheNextOneWaitsForItsEnd() {
    // Given
    giveUp(401);
    replays.replay(ALL, "on-call", false);
    giveUpAgain(1);

    // When
    clock.setOffset(Duration.ofMillis(2_999));
    ReplayOutcome early = replays.replay(ALL, "impatient", false);
    ReplayOutcome counted = replays.replay(ALL, "impatient", true);
    clock.setOffset(Duration.ofSeconds(3));
    ReplayOutcome later = replays.replay(ALL, "patient", false);

    // Then
    assertThat(early).isEqualTo(new ReplayOutcome.TooSoon(NOW.plusSeconds(3)));
    assertThat(counted).isInstanceOf(ReplayResult.class);
    assertThat(later).isEqualTo(new ReplayResult(false, 1, 1, Map.of("start", 1), Map.of(), 1));
    assertThat(
            database.texts(
                "select count(*)::text from activities where id > 1 group by due_at order by due_at"))
        .containsExactly("199", "200", "1");
  }

  @Test
  void ofTwoReplaysAtOnceOneIsRefused() throws Exception {
    // Given
    giveUp(2);

    // When
    List<FutureTask<ReplayOutcome>> outcomes =
        Stream.of("one", "other")
            .map(operator -> new FutureTask<>(() -> replays.replay(ALL, operator, false)))
            .toList();
    outcomes.forEach(each -> Thread.ofVirtual().start(each));

    // Then
    assertThat(List.of(outcomes.getFirst().get(), outcomes.getLast().get()))
        .containsExactlyInAnyOrder(
            new ReplayResult(false, 2, 2, Map.of("start", 2), Map.of(), 1),
            new ReplayOutcome.TooSoon(NOW.plusSeconds(1)));
  }

  @Test
  void whoReplayedWhatIsKept() {
    // Given
    giveUp(2);
    database.change("update bookings set cancelled = true where ref = 'b-1'");

    // When
    replays.replay(
        new DeadLetterFilter("BadTopic", "com.example.tickets", NOW, null), "on-call", false);

    // Then
    assertThat(
            database.texts(
                "select concat_ws('|', asked_by, asked_at = '%s', cause, app, since = asked_at, until,"
                        .formatted(NOW)
                    + " found, replayed, skipped, spread_until - asked_at) from replays"))
        .containsExactly("on-call|t|BadTopic|com.example.tickets|t|2|1|1|00:00:01");
  }

  @Test
  void whatAPauseHoldsIsLeftToIt() {
    // Given
    giveUp(1);
    database.change("update activities set held_by = 1");

    // When
    ReplayOutcome outcome = replays.replay(ALL, "on-call", false);

    // Then
    assertThat(outcome).isEqualTo(new ReplayResult(false, 0, 0, Map.of(), Map.of(), 0));
  }

  /** Bookings 1 to 5 are worth another look, the rest is not. */
  private static void giveUpOneOfEachKind() {
    giveUp(12);
    started(2, "refused");
    database.change("update activities set start_count = 0 where booking_id = 2");
    hasCard(3, "active");
    hasCard(4, "active");
    database.change("update bookings set cancelled = true where ref in ('b-4', 'b-9')");
    database.change(
        "update bookings set times_version = details_version, times = '{\"startsAt\":"
            + "\"2026-12-05T18:30:00Z\",\"endsAt\":\"2026-12-05T21:00:00Z\"}' where ref = 'b-5'");
    started(6, "accepted");
    started(7, "unknown");
    started(8, "claimed");
    hasCard(10, "dismissed");
    hasCard(11, "active");
    database.change("update instances set update_token = null where booking_ref = 'b-11'");
    database.change("update bookings set details = '7' where ref = 'b-12'");
  }

  private static void changeLetter(int booking, String change) {
    database.change(
        "update dead_letters set %s where activity_id = (select id from activities where booking_id = %d)"
            .formatted(change, booking));
  }

  private static void started(int booking, String answer) {
    database.change(
        "update activities set start_at = '%s', start_answer = '%s', start_count = 1 where booking_id = %d"
            .formatted(NOW.minusSeconds(30), answer, booking));
  }

  private static void hasCard(int booking, String state) {
    started(booking, "accepted");
    database.change(
        "insert into instances (device_id, activity_kit_id, booking_ref, version, ownership, state,"
            + " update_token, update_token_registered_at) values (%d, 'kit', 'b-%d', 1, 1, '%s',"
                .formatted(booking, booking, state)
            + " repeat('ab', 16), '%s')".formatted(NOW.minusSeconds(20)));
  }

  private static void giveUp(int count) {
    database.addActivities(count, NOW);
    giveUpAgain(count);
  }

  /** The first so many. */
  private static void giveUpAgain(int count) {
    database.change("update activities set due_at = null where id <= " + count);
    database.change(
        "insert into dead_letters (activity_id, at, reason, attempts)"
            + " select id, '%s', '400 BadTopic', 1 from activities where id <= %d"
                .formatted(NOW, count));
  }

  private static List<String> dueActivities() {
    return database.texts(
        "select booking_id::text from activities where due_at is not null order by booking_id::int");
  }

  private static List<Decided> claim(Instant now) {
    return due.claim(
        10,
        now,
        0,
        Set.of(),
        claim -> Decided.of(claim, TYPES.next(claim.snapshot(), claim.claimedAt())));
  }
}
