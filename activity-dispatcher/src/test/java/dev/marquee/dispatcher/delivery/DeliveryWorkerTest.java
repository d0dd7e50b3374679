package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.RecordingApns;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worker's threads and slots, on a real PostgreSQL and a client that answers at will. */
@Timeout(60)
class DeliveryWorkerTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static ActivityDatabase database;

  private final RecordingApns apns = new RecordingApns();

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
  void slotsThatAHandOverDidNotNeedAreUsedAtOnce() {
    // Given
    database.addActivities(1, NOW);
    apns.answer(new ApnsOutcome.Accepted(null));
    try (TestDelivery delivery = delivery(1)) {
      HandOver handOver = delivery.worker().handOver();
      delivery.start();

      // When
      handOver.close();

      // Then
      await().atMost(PATIENCE).until(() -> apns.sent() == 1);
    }
  }

  @Test
  void slotsThatAnAnswerFreedAreUsedAtOnce() {
    // Given
    database.addActivities(3, NOW);
    apns.answer(new ApnsOutcome.Accepted(null));
    try (TestDelivery delivery = delivery(1)) {
      // When
      delivery.start();

      // Then
      await().atMost(PATIENCE).until(() -> database.history().size() == 3);
    }
  }

  @Test
  void aStartExpiresWhenItIsNoLongerUseful() {
    // Given
    database.addActivities(1, NOW);
    apns.answer(new ApnsOutcome.Accepted(null));
    try (TestDelivery delivery = delivery(1)) {
      // When
      delivery.start();

      // Then
      await().atMost(PATIENCE).until(() -> apns.sent() == 1);
      assertThat(apns.pushes().getFirst().expiration()).isEqualTo(NOW.plusSeconds(600));
    }
  }

  @Test
  void aClientThatThrowsKeepsNeitherSlotNorRoomInItsLane() {
    // Given
    database.addActivities(3, NOW);
    apns.breakDown();
    try (TestDelivery delivery = delivery(1)) {
      // When
      delivery.start();

      // Then
      await().atMost(PATIENCE).until(() -> apns.sent() == 3);
      assertThat(database.openClaims()).doesNotContainNull();
    }
  }

  private TestDelivery delivery(int inFlightLimit) {
    return new TestDelivery(
        database,
        apns,
        NOW,
        Map.of(
            "in-flight-limit",
            Integer.toString(inFlightLimit),
            "poll-interval",
            "1h",
            "lane-in-flight-limit",
            "1",
            "starts-per-hour",
            "10"));
  }
}
