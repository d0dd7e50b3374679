package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the transaction that touches activities may claim of them, on a real PostgreSQL. */
@Timeout(60)
class HandOverTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static ActivityDatabase database;
  private static DueStore store;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
    store = new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 1));
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
  void whatCanBeUpdatedIsClaimedByTheTransactionThatTouchedIt() {
    // Given
    database.addActivities(2, NOW);
    database.addInstances(NOW);

    // When
    List<Decided> claimed = handOver(all(), 10);

    // Then
    assertThat(claimed).hasSize(2).allMatch(one -> one.step() instanceof NextStep.Update);
    assertThat(database.openClaims())
        .containsExactlyElementsOf(
            claimed.stream().map(one -> one.claim().apsTimestamp()).toList());
  }

  @Test
  void whatWasNotTouchedIsLeftAlone() {
    // Given
    database.addActivities(2, NOW);
    database.addInstances(NOW);

    // When
    List<Decided> claimed = handOver(Touched.bookings(List.of(1L)), 10);

    // Then
    assertThat(claimed).hasSize(1);
  }

  @Test
  void withoutAnUpdateTokenItOnlyBecomesDue() {
    // Given
    database.addActivities(1, NOW);

    // When
    List<Decided> claimed = handOver(all(), 10);

    // Then
    assertThat(claimed).isEmpty();
    assertThat(database.openClaims()).containsOnlyNulls();
  }

  @Test
  void noMoreIsClaimedThanThereAreFreeSlots() {
    // Given
    database.addActivities(5, NOW);
    database.addInstances(NOW);

    // When
    List<Decided> claimed = handOver(all(), 3);

    // Then
    assertThat(claimed).hasSize(3);
  }

  @Test
  void aTransactionThatRollsBackClaimsNothing() {
    // Given
    database.addActivities(1, NOW);
    database.addInstances(NOW);

    // When
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            database
                .transactions()
                .run(session -> {
                  store.touch(session, all(), 10, NOW, 0, Set.of(), HandOverTest::decide);
                  throw new IllegalStateException("the batch cannot be written");
                }));

    // Then
    assertThat(database.openClaims()).containsOnlyNulls();
  }

  @Test
  void aStartIsLeftToTheClaimThatSpendsItsBudget() {
    // Given
    database.addActivities(1, NOW);
    database.addInstances(NOW);

    // When
    List<Decided> claimed = handOver(all(), 10, HandOverTest::start);

    // Then
    assertThat(claimed).singleElement().matches(one -> one.step() instanceof NextStep.WaitUntil);
  }

  private List<Decided> handOver(Touched touched, int slots) {
    return handOver(touched, slots, HandOverTest::decide);
  }

  private List<Decided> handOver(Touched touched, int slots, Function<Claim, Decided> decide) {
    return database
        .transactions()
        .run(session -> store.touch(session, touched, slots, NOW, 0, Set.of(), decide))
        .claimed();
  }

  /** Bookings and devices have the same numbers here, and meet by these. */
  private static Touched all() {
    return Touched.bookings(database.activityIds());
  }

  private static Decided decide(Claim claim) {
    return Decided.of(
        claim, new ActivityTypes(Optional::empty).next(claim.snapshot(), claim.claimedAt()));
  }

  /** As if the card of the reported instance were over and another one had to start. */
  private static Decided start(Claim claim) {
    return Decided.of(claim, Snapshots.confirmed().next(NOW));
  }
}
