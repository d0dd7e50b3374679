package dev.marquee.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.dispatcher.testing.DeadLetters;
import dev.marquee.dispatcher.testing.GroupOffsets;
import dev.marquee.dispatcher.testing.RealParts;
import dev.marquee.dispatcher.testing.Ticket;
import dev.marquee.dispatcher.testing.Upstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that goes away and comes back under load. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
@Timeout(120)
class OutageComponentTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  private final Ticket live = new Ticket(Duration.ofHours(1));
  private final Ticket booked = new Ticket(Duration.ofHours(1));
  private Upstream upstream;

  @BeforeEach
  void connect() {
    upstream = new Upstream(RealParts.kafka().bootstrapServers());
  }

  @AfterEach
  void disconnect() {
    RealParts.mendDatabase();
    upstream.close();
  }

  @Test
  void anOutageOfTheDatabasePausesTheChannelsAndLosesNothing() {
    // Given
    upstream.publish(live.deviceWithStartToken());
    upstream.publish(live.confirmed());
    awaitPushes(live, "start A");
    upstream.publish(live.cardWithUpdateToken());
    await().atMost(PATIENCE).until(() -> GroupOffsets.lag() == 0);

    // When
    RealParts.breakDatabase();
    upstream.publish(booked.deviceWithStartToken());
    upstream.publish(booked.confirmed());
    upstream.publish(live.gate("C", Duration.ofMinutes(2)));
    await().atMost(PATIENCE).during(A_WHILE).until(() -> GroupOffsets.lag() == 3);
    RealParts.mendDatabase();

    // Then
    awaitPushes(live, "start A", "update C");
    awaitPushes(booked, "start A");
    await().atMost(PATIENCE).until(() -> GroupOffsets.lag() == 0);
    for (Ticket ticket : List.of(live, booked)) {
      assertThat(DeadLetters.count("booking-events-dlq", ticket.booking())).isZero();
      assertThat(DeadLetters.count("token-events-dlq", ticket.device())).isZero();
    }
  }

  private static void awaitPushes(Ticket ticket, String... expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(ticket.pushes()).isEqualTo(List.of(expected)));
  }
}
