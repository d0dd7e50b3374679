package dev.marquee.dispatcher.operations;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.dispatcher.testing.RealParts;
import dev.marquee.dispatcher.testing.Ticket;
import dev.marquee.dispatcher.testing.Upstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The identities of {@code docs/operations.md}, read where operators read them. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
@Timeout(120)
class CountersComponentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void everyRecordAndEveryClaimIsAccountedFor() {
    // Given
    Ticket ticket = new Ticket(Duration.ofHours(1));
    BookingEvent confirmed = ticket.confirmed();
    double consumedBefore = sum("marquee_ingest_consumed_total", "booking-events");
    double deadBefore = sum("marquee_ingest_records_total", "dead-lettered");
    double unchangedBefore = sum("marquee_ingest_records_total", "unchanged");

    // When
    try (Upstream upstream = new Upstream(RealParts.kafka().bootstrapServers())) {
      upstream.publish(ticket.deviceWithStartToken());
      upstream.publish(confirmed);
      await().atMost(PATIENCE).until(() -> ticket.pushes().equals(List.of("start A")));
      upstream.publish(confirmed);
      upstream.publishBytes(
          "booking-events", ticket.booking(), "no event".getBytes(StandardCharsets.UTF_8));
      upstream.publish(ticket.cardWithUpdateToken());
      upstream.publish(ticket.showGate("C", Duration.ofMinutes(2)));
      await().atMost(PATIENCE).until(() -> ticket.pushes().contains("update C"));
    }

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(sum("marquee_ingest_consumed_total", "booking-events") - consumedBefore)
              .isEqualTo(4);
          assertThat(sum("marquee_ingest_records_total", "dead-lettered") - deadBefore)
              .isEqualTo(1);
          assertThat(sum("marquee_ingest_records_total", "unchanged") - unchangedBefore)
              .isEqualTo(1);
          assertThat(sum("marquee_ingest_records_total", ""))
              .isEqualTo(sum("marquee_ingest_consumed_total", ""));
          assertThat(sum("marquee_delivery_claims_total", ""))
              .isEqualTo(sum("marquee_delivery_claimed_total", ""))
              .isPositive();
        });
  }

  @Test
  void noMeterNamesATokenOrThePathThatHoldsIt() {
    // Given
    Ticket ticket = new Ticket(Duration.ofHours(1));

    // When
    try (Upstream upstream = new Upstream(RealParts.kafka().bootstrapServers())) {
      upstream.publish(ticket.deviceWithStartToken());
      upstream.publish(ticket.confirmed());
      await().atMost(PATIENCE).until(() -> ticket.pushes().equals(List.of("start A")));
    }

    // Then
    assertThat(ticket.received().getFirst().request().token()).isNotEmpty();
    assertThat(given().get("/q/metrics").asString())
        .contains("marquee_delivery")
        .doesNotContain("/3/device", ticket.received().getFirst().request().token());
  }

  /** The sum of a counter's series whose labels contain some text. */
  private static double sum(String counter, String label) {
    return given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(counter) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
