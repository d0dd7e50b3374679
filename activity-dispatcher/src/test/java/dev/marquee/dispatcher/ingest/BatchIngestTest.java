package dev.marquee.dispatcher.ingest;

import static dev.marquee.dispatcher.testing.Crowd.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.delivery.TestDelivery;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.Crowd;
import dev.marquee.dispatcher.testing.RecordingApns;
import dev.marquee.outbox.OutboxRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One batch, one transaction, on a real PostgreSQL. */
@Timeout(60)
class BatchIngestTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final Crowd CROWD = new Crowd(Snapshots.STARTS_AT);
  private static ActivityDatabase database;

  private final RecordingApns apns = new RecordingApns();
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final BookingFactStore store = new BookingFactStore();

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

  @Test
  void aBatchThatTheDatabaseDoesNotTakeIsTriedUntilItDoes() {
    // Given
    try (TestDelivery delivery = new TestDelivery(database, apns, NOW, Map.of())) {
      AtomicInteger attempts = new AtomicInteger();
      BookingFacts facts = new BookingFacts();
      facts.add(CROWD.confirmed(1));

      // When
      ingest(delivery)
          .apply(
              "booking-events",
              1,
              List.of(),
              (session, now) -> {
                if (attempts.incrementAndGet() < 3) {
                  throw new IllegalStateException("no connection");
                }
                return store.merge(session, facts, now);
              });

      // Then
      assertThat(attempts).hasValue(3);
      assertThat(database.count("bookings")).isEqualTo(1);
      assertThat(counted("marquee.ingest.records", "result", "applied")).isEqualTo(1);
      assertThat(database.outboxTopics()).isEmpty();
    }
  }

  @Test
  void aBatchThatCouldNotBeAppliedBeforeTheShutdownIsNotAcknowledged() {
    // Given
    try (TestDelivery delivery = new TestDelivery(database, apns, NOW, Map.of())) {
      BatchIngest ingest = ingest(delivery);

      // When
      ingest.onShutdown(new ShutdownEvent());

      // Then
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() ->
              ingest.apply(
                  "booking-events",
                  1,
                  List.of(),
                  (_, _) -> {
                    throw new IllegalStateException("no connection");
                  }))
          .withMessageContaining("not applied");
    }
  }

  @Test
  void everyRecordIsCountedOnceByWhatBecameOfIt() {
    // Given
    try (TestDelivery delivery = new TestDelivery(database, apns, NOW, Map.of())) {
      BatchIngest ingest = ingest(delivery);
      BookingFacts first = new BookingFacts();
      each(3, CROWD::confirmed).forEach(first::add);
      ingest.apply("booking-events", 3, List.of(), (at, now) -> store.merge(at, first, now));
      BookingFacts second = new BookingFacts();
      each(2, CROWD::confirmed).forEach(second::add);
      second.add(CROWD.gate(3, "C", NOW));
      second.add(CROWD.gate(3, "D", NOW.plusSeconds(1)));

      // When
      ingest.apply(
          "booking-events",
          4,
          List.of(OutboxRecord.bytes("b-9", Map.of(), new byte[0])),
          (session, now) -> store.merge(session, second, now));
    }

    // Then
    assertThat(counted("marquee.ingest.consumed")).isEqualTo(8);
    assertThat(counted("marquee.ingest.records", "result", "applied")).isEqualTo(5);
    assertThat(counted("marquee.ingest.records", "result", "unchanged")).isEqualTo(2);
    assertThat(counted("marquee.ingest.records", "result", "dead-lettered")).isEqualTo(1);
  }

  @Test
  void aTombstoneOfWhatIsNotThereChangesNothing() {
    // Given
    write(1);
    TokenFacts facts = new TokenFacts();
    facts.addTombstone("d-1");
    facts.addTombstone("d-1/kit-1");
    facts.addTombstone("d-2");

    // When
    int changed =
        database
            .transactions()
            .run(session -> new TokenFactStore().merge(session, facts, NOW).changed());

    // Then
    assertThat(changed).isEqualTo(2);
  }

  private double counted(String counter, String... tags) {
    return metrics.get(counter).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
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

  private BatchIngest ingest(TestDelivery delivery) {
    return new BatchIngest(
        database.transactions(),
        delivery.clock(),
        database.outboxRelay(),
        delivery.worker(),
        new FanoutWorker(database.transactions(), delivery.clock(), delivery.worker()),
        metrics);
  }
}
