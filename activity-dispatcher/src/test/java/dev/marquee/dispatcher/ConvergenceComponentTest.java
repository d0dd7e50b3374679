package dev.marquee.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.dispatcher.testing.DeadLetters;
import dev.marquee.dispatcher.testing.RealParts;
import dev.marquee.dispatcher.testing.Ticket;
import dev.marquee.dispatcher.testing.Upstream;
import dev.marquee.testbed.apns.ReceivedPush;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From both topics to the wire, on real PostgreSQL, Kafka, HTTP/2 and TLS. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
@Timeout(120)
class ConvergenceComponentTest {
  /** As a replica leaves it that dies between the commit and the push. */
  private static final String HANDED_OVER_TO_THE_DEAD =
      """
      with held as (
        update activities a set aps_timestamp = aps_timestamp + 1, open_claim = aps_timestamp + 1,
          claims = claims + 1, lease_until = '-infinity'
        from bookings b where b.id = a.booking_id and b.ref = $1
        returning a.id
      )
      insert into hand_overs (lease_until, activity_ids) select '-infinity', array_agg(id) from held
      """;

  @Inject MeterRegistry metrics;
  @Inject Pool pool;

  private final Ticket ticket = new Ticket(Duration.ofHours(1));
  private Upstream upstream;

  @BeforeEach
  void connect() {
    upstream = new Upstream(RealParts.kafka().bootstrapServers());
  }

  @AfterEach
  void disconnect() {
    upstream.close();
  }

  @Test
  void startsUpdatesAndEndsACard() {
    // When
    upstream.publish(ticket.deviceWithStartToken());
    upstream.publish(ticket.confirmed());
    awaitPushes("start A");
    upstream.publish(ticket.cardWithUpdateToken());
    upstream.publish(ticket.showGate("C", Duration.ofMinutes(2)));
    awaitPushes("start A", "update C");
    upstream.publish(ticket.showEnded());

    // Then
    awaitPushes("start A", "update C", "end C");
    assertThat(ticket.received())
        .extracting(push -> push.request().json().path("aps").path("timestamp").asLong())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(ticket.received()).allMatch(ReceivedPush::accepted);
  }

  @Test
  void aCardThatCanBeUpdatedIsHandedOverByTheBatchThatChangedIt() {
    // Given
    goLive();
    upstream.publish(ticket.showGate("B", Duration.ofMinutes(3)));
    awaitPushes("start A", "update B");
    // What is on its way to its settle is not handed over again.
    await().atMost(Duration.ofSeconds(30)).until(this::isSettled);
    double before = handedOver();

    // When
    upstream.publish(ticket.gate("C", Duration.ofMinutes(2)));
    awaitPushes("start A", "update B", "update C");

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> handedOver() > before);
  }

  @Test
  void whatADeadReplicaWasHandedIsSentAgain() {
    // Given
    goLive();
    upstream.publish(ticket.showGate("B", Duration.ofMinutes(3)));
    awaitPushes("start A", "update B");
    await().atMost(Duration.ofSeconds(30)).until(this::isSettled);

    // When
    pool.preparedQuery(HANDED_OVER_TO_THE_DEAD).executeAndAwait(Tuple.of(ticket.booking()));

    // Then
    awaitPushes("start A", "update B", "update B");
    await().atMost(Duration.ofSeconds(30)).until(this::isSettled);
  }

  private boolean isSettled() {
    return pool.query("select from activities where open_claim is not null")
            .executeAndAwait()
            .size()
        == 0;
  }

  private double handedOver() {
    return metrics.counter("marquee.ingest.handed-over", "topic", "booking-events").count();
  }

  @Test
  void aChangeAndATokenMayComeBeforeTheirBooking() {
    // When
    upstream.publish(ticket.showGate("C", Duration.ofMinutes(2)));
    upstream.publish(ticket.cardWithUpdateToken());
    upstream.publish(ticket.deviceWithStartToken());
    upstream.publish(ticket.confirmed());

    // Then
    awaitPushes("update C");
  }

  @Test
  void anOlderEventThatComesLateChangesNothing() {
    // Given
    goLive();
    upstream.publish(ticket.showGate("C", Duration.ofMinutes(2)));
    awaitPushes("start A", "update C");

    // When
    upstream.publish(ticket.showGate("B", Duration.ofMinutes(3)));
    upstream.publish(ticket.showGate("C", Duration.ofMinutes(1)));
    upstream.publish(ticket.showEnded());

    // Then
    awaitPushes("start A", "update C", "end C");
  }

  @Test
  void aNewestStateIsHeldUntilTheUpdateTokenComes() {
    // Given
    upstream.publish(ticket.deviceWithStartToken());
    upstream.publish(ticket.confirmed());
    awaitPushes("start A");

    // When
    upstream.publish(ticket.showGate("B", Duration.ofMinutes(3)));
    upstream.publish(ticket.showGate("C", Duration.ofMinutes(2)));
    upstream.publish(ticket.cardWithUpdateToken());

    // Then
    awaitPushes("start A", "update C");
  }

  @Test
  void aCancelledBookingStartsNoCard() {
    // Given
    Ticket neighbour = new Ticket(Duration.ofHours(1));
    upstream.publish(ticket.cancelled());
    upstream.publish(ticket.confirmed());
    upstream.publish(neighbour.confirmed());

    // When
    upstream.publish(ticket.deviceWithStartToken());
    upstream.publish(neighbour.deviceWithStartToken());

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> neighbour.pushes().size() == 1);
    assertThat(ticket.pushes()).isEmpty();
  }

  @Test
  void theCardOnADeviceThatIsBeingErasedEnds() {
    // Given
    goLive();
    upstream.publish(ticket.showGate("C", Duration.ofMinutes(2)));
    awaitPushes("start A", "update C");

    // When
    upstream.publish(ticket.deviceOfNobody());

    // Then
    awaitPushes("start A", "update C", "end C");
  }

  @Test
  void aSwipedCardIsLeftAlone() {
    // Given
    goLive();
    Ticket neighbour = new Ticket(Duration.ofHours(1));

    // When
    upstream.publish(ticket.card(null, InstanceState.DISMISSED));
    upstream.publish(ticket.showGate("C", Duration.ofMinutes(2)));
    upstream.publish(neighbour.deviceWithStartToken());
    upstream.publish(neighbour.confirmed());

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> neighbour.pushes().size() == 1);
    assertThat(ticket.pushes()).containsExactly("start A");
  }

  @Test
  void anUnreadableEventDoesNotHoldUpItsNeighbours() {
    // When
    upstream.publish(ticket.deviceWithStartToken());
    upstream.publishBytes(
        "booking-events", ticket.booking(), "{not json".getBytes(StandardCharsets.UTF_8));
    upstream.publishBytes("booking-events", ticket.booking(), new byte[] {(byte) 0xff, 0});
    upstream.publish(ticket.confirmed());

    // Then
    awaitPushes("start A");
    assertThat(DeadLetters.of("booking-events-dlq", ticket.booking()))
        .hasSize(2)
        .allSatisfy(headers ->
            assertThat(headers)
                .containsEntry("dead-letter-topic", "booking-events")
                .containsKeys("dead-letter-partition", "dead-letter-offset")
                .hasEntrySatisfying(
                    "dead-letter-reason",
                    reason -> assertThat(reason).startsWith("$: expected JSON")));
  }

  private void goLive() {
    upstream.publish(ticket.deviceWithStartToken());
    upstream.publish(ticket.confirmed());
    awaitPushes("start A");
    upstream.publish(ticket.cardWithUpdateToken());
  }

  private void awaitPushes(String... expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(ticket.pushes()).isEqualTo(List.of(expected)));
  }
}
