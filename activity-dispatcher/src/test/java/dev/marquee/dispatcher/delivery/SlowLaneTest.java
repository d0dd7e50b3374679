package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsClient;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.ApnsPush;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that does not answer beside one that does, on a real PostgreSQL. */
@Timeout(60)
class SlowLaneTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final String SLOW_APP = "com.example.cinema";
  private static final int EACH = 300;
  private static final int SLOTS = 80;
  private static final int SLOTS_OF_A_LANE = 40;

  private final HalfSilentApns apns = new HalfSilentApns();
  private ActivityDatabase database;

  @BeforeEach
  void start() {
    database = ActivityDatabase.start();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void aLaneThatIsNotAnsweredKeepsNothingFromItsNeighbour() {
    // Given
    database.addActivities(2 * EACH, NOW);
    database.addLane(SLOW_APP + "/sandbox");
    database.change("update devices set app = '%s' where id <= %d".formatted(SLOW_APP, EACH));
    database.change(
        "update activities set lane = '%s/sandbox', due_at = due_at - interval '1 minute' where device_id <= %d"
            .formatted(SLOW_APP, EACH));
    try (TestDelivery delivery =
        new TestDelivery(
            database,
            apns,
            NOW,
            Map.of(
                "in-flight-limit",
                Integer.toString(SLOTS),
                "lane-in-flight-limit",
                Integer.toString(SLOTS_OF_A_LANE),
                "batch-size",
                "20",
                "poll-interval",
                "10ms"))) {
      // When
      delivery.start();
      await().atMost(Duration.ofSeconds(40)).until(() -> database.history().size() == EACH);
      int unanswered = apns.unanswered.get();

      // Then
      assertThat(database.history()).containsOnly("start accepted");
      assertThat(unanswered).isBetween(1, SLOTS_OF_A_LANE);
      apns.giveUp();
    }
  }

  /** One app's pushes are accepted at once, the other's wait. */
  private static final class HalfSilentApns implements ApnsClient {
    private final AtomicInteger unanswered = new AtomicInteger();
    private final CompletableFuture<ApnsOutcome> silence = new CompletableFuture<>();

    @Override
    public CompletionStage<ApnsOutcome> send(ApnsPush push, long deadlineNanos) {
      if (push.lane().app().equals(SLOW_APP)) {
        unanswered.incrementAndGet();
        return silence.copy();
      }
      return CompletableFuture.completedStage(new ApnsOutcome.Accepted(null));
    }

    /** Lets go of what waits. */
    void giveUp() {
      silence.complete(new ApnsOutcome.NotSent("the test is over"));
    }

    @Override
    public boolean serves(ApnsLane lane) {
      return true;
    }

    @Override
    public void close() {
      giveUp();
    }
  }
}
