package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica that is asked to stop with pushes on their way. */
@Timeout(60)
class ShutdownTest {
  private static final int ACTIVITIES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
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
  void answersOnTheirWayAreSettledBeforeItStops() {
    // Given
    database.addActivities(ACTIVITIES, Snapshots.CARD_AT);
    try (SharedApns apns = new SharedApns(Duration.ofSeconds(10))) {
      SharedApns.Client client = apns.clientOf("stopping");
      client.stall();
      TestDelivery delivery =
          new TestDelivery(
              database,
              client,
              BusinessClock.over(Clock.fixed(Snapshots.CARD_AT, ZoneOffset.UTC)),
              Map.of("marquee.delivery.batch-size", Integer.toString(ACTIVITIES / 2)));
      delivery.start();
      await().atMost(PATIENCE).until(() -> client.stalledAnswers() == ACTIVITIES);

      // When
      CompletableFuture<Void> closed = CompletableFuture.runAsync(delivery::close);
      client.wake();
      closed.join();

      // Then
      assertThat(database.openClaims()).hasSize(ACTIVITIES).containsOnlyNulls();
      assertThat(database.history()).hasSize(ACTIVITIES).containsOnly("start accepted");
    }
  }
}
