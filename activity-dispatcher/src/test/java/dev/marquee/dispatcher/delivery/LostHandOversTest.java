package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A hand-over changes rows in place and leaves no trace among what is due; what its holder does not
 * settle has to come back all the same.
 */
@Timeout(60)
class LostHandOversTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final Instant NEXT_LOOK = NOW.plus(Duration.ofHours(1));
  private static final String LEASES_RUN_OUT =
      "update activities set lease_until = '-infinity' where lease_until is not null";
  private static final String ENTRIES_RUN_OUT = "update hand_overs set lease_until = '-infinity'";
  private static final ActivityTypes TYPES = new ActivityTypes(Optional::empty);

  private static ActivityDatabase database;
  private static DueStore due;
  private static SettleStore settle;
  private static LostHandOvers lost;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
    due = new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 8));
    settle = new SettleStore(database.transactions());
    lost = new LostHandOvers(database.transactions());
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void fill() {
    database.empty();
    database.addActivities(2, NEXT_LOOK);
    database.addInstances(NOW);
  }

  @Test
  void whatIsHandedOverChangesInPlace() {
    // When
    int withIndexes =
        database
            .transactions()
            .run(session -> {
              int before = updatesWithIndexes(session);
              due.touch(session, all(), 10, NOW, 0, Set.of(), LostHandOversTest::decide);
              return updatesWithIndexes(session) - before;
            });

    // Then
    assertThat(withIndexes).isZero();
    assertThat(database.openClaims()).hasSize(2).doesNotContainNull();
    assertThat(nextLooks()).containsOnly(NEXT_LOOK.toString());
  }

  /** Of this connection, which may have done some before. */
  private static int updatesWithIndexes(Session session) {
    return session
        .query(
            "select n_tup_upd - n_tup_hot_upd from pg_stat_xact_user_tables where relname ="
                + " 'activities'")
        .iterator()
        .next()
        .getInteger(0);
  }

  @Test
  void whatNobodySettledIsDueAgainOnceItsLeaseIsOver() {
    // Given
    handOver();
    leasesRunOut();
    List<Decided> before = claim();

    // When
    int recovered = lost.recover(NOW);

    // Then
    assertThat(before).isEmpty();
    assertThat(recovered).isEqualTo(2);
    assertThat(claim())
        .hasSize(2)
        .allMatch(again -> again.claim().unsettledClaims() == 1)
        .allMatch(again -> again.step() instanceof NextStep.Update);
    assertThat(database.texts("select 'left' from hand_overs")).isEmpty();
  }

  @Test
  void whatNobodyWouldHaveLookedAtAgainIsDueToo() {
    // Given
    database.change("update activities set due_at = null");
    handOver();
    leasesRunOut();

    // When
    int recovered = lost.recover(NOW);

    // Then
    assertThat(recovered).isEqualTo(2);
    assertThat(claim()).hasSize(2);
  }

  @Test
  void whatIsStillHeldIsLeftToItsHolder() {
    // Given
    handOver();

    // When
    int recovered = lost.recover(NOW);

    // Then
    assertThat(recovered).isZero();
    assertThat(nextLooks()).containsOnly(NEXT_LOOK.toString());
    assertThat(database.texts("select 'kept' from hand_overs")).hasSize(1);
  }

  @Test
  void whatWasSettledIsLeftAlone() {
    // Given
    List<Decided> handedOver = handOver();
    settle.settle(List.of(accepted(handedOver.getFirst())), NOW);
    leasesRunOut();

    // When
    int recovered = lost.recover(NOW);

    // Then
    assertThat(recovered).isEqualTo(1);
    assertThat(claim())
        .extracting(again -> again.claim().activityId())
        .containsExactly(handedOver.getLast().claim().activityId());
  }

  @Test
  void whatSomebodyElseHoldsMeanwhileIsLeftToThem() {
    // Given
    handOver();
    leasesRunOut();
    List<Decided> second = handOver();

    // When
    int recovered = lost.recover(NOW);

    // Then
    assertThat(second).hasSize(2);
    assertThat(recovered).isZero();
    assertThat(database.texts("select 'kept' from hand_overs")).hasSize(1);
  }

  @Test
  void aBackOffIsNotShortened() {
    // Given
    handOver();
    leasesRunOut();
    Instant backOff = NOW.plusSeconds(900);
    database.change("update activities set not_before = '" + backOff + "'");

    // When
    lost.recover(NOW);

    // Then
    assertThat(nextLooks()).containsOnly(backOff.toString());
  }

  private static void leasesRunOut() {
    database.change(LEASES_RUN_OUT);
    database.change(ENTRIES_RUN_OUT);
  }

  private static List<Decided> handOver() {
    return database
        .transactions()
        .run(session -> due.touch(session, all(), 10, NOW, 0, Set.of(), LostHandOversTest::decide))
        .claimed();
  }

  private static List<Decided> claim() {
    return due.claim(10, NOW, 0, Set.of(), LostHandOversTest::decide);
  }

  /** Bookings and devices have the same numbers here, and meet by these. */
  private static Touched all() {
    return Touched.bookings(database.activityIds());
  }

  private static List<String> nextLooks() {
    return database.texts(
        "select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from"
            + " activities");
  }

  private static Decided decide(Claim claim) {
    return Decided.of(claim, TYPES.next(claim.snapshot(), claim.claimedAt()));
  }

  private static Settlement accepted(Decided decided) {
    return new DeliveryPolicy(new Random(1))
        .afterPush(
            decided,
            (NextStep.Push) decided.step(),
            new ApnsOutcome.Accepted(null),
            NOW,
            Duration.ofMillis(3));
  }
}
