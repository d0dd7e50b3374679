package dev.marquee.dispatcher.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.delivery.TestDelivery;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.Crowd;
import dev.marquee.dispatcher.testing.RecordingApns;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One batch, one transaction, on a real PostgreSQL. */
@Timeout(60)
class BatchIngestTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final Crowd CROWD = new Crowd(Snapshots.STARTS_AT);
  private static ActivityDatabase database;

  private final RecordingApns apns = new RecordingApns();
  private final BookingFactStore store = new BookingFactStore();

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void aBatchWhoseHandOverFailsIsNotAppliedAgain() {
    // Given
    write(1);
    apns.breakDown();
    try (TestDelivery delivery = new TestDelivery(database, apns, NOW, Map.of())) {
      AtomicInteger merges = new AtomicInteger();
      BookingFacts facts = new BookingFacts();
      facts.add(CROWD.gate(1, "C", NOW));

      // When
      ingest(delivery)
          .apply(
              "booking-events",
              1,
              List.of(),
              (session, now) -> {
                merges.incrementAndGet();
                return store.merge(session, facts, now);
              });

      // Then
      assertThat(apns.sent()).isEqualTo(1);
      assertThat(merges).hasValue(1);
    }
  }

  private static void write(int number) {
    database
        .transactions()
        .run(session -> FactWriter.writeBookings(session, List.of(CROWD.confirmed(number)), NOW));
    database
        .transactions()
        .run(session ->
            FactWriter.writeTokens(
                session, List.of(CROWD.device(number), CROWD.card(number, NOW)), NOW));
  }

  private static BatchIngest ingest(TestDelivery delivery) {
    return new BatchIngest(
        database.transactions(),
        delivery.clock(),
        database.outboxRelay(),
        delivery.worker(),
        new FanoutWorker(database.transactions(), delivery.clock(), delivery.worker()),
        new SimpleMeterRegistry());
  }
}
