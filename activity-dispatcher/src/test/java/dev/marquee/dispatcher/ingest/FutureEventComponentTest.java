package dev.marquee.dispatcher.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.testing.DeadLetters;
import dev.marquee.dispatcher.testing.RealParts;
import dev.marquee.dispatcher.testing.Ticket;
import dev.marquee.dispatcher.testing.Upstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An event from tomorrow would stay the newest until then, so nobody believes it. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
@Timeout(120)
class FutureEventComponentTest {
  @Test
  void anEventMoreThanFiveMinutesAheadIsADeadLetter() {
    // Given
    Ticket ticket = new Ticket(Duration.ofHours(1));

    // When
    try (Upstream upstream = new Upstream(RealParts.kafka().bootstrapServers())) {
      upstream.publish(ticket.showGate("C", Duration.ofMinutes(-10)));
      upstream.publish(ticket.showGate("D", Duration.ofMinutes(-20)));
    }

    // Then
    assertThat(DeadLetters.of("booking-events-dlq", ticket.show()))
        .hasSize(2)
        .allSatisfy(headers ->
            assertThat(headers.get("dead-letter-reason"))
                .contains("a time no more than 5 minutes ahead"));
  }
}
