package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason.Known;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the world hears of each push, on a real PostgreSQL. */
@Timeout(60)
class OutcomeTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static ActivityDatabase database;

  private Decided claimed;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void claimOne() {
    database.empty();
    database.addActivities(1, NOW);
    claimed =
        new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 8))
            .claim(
                1,
                NOW,
                0,
                Set.of(),
                claim ->
                    Decided.of(
                        claim,
                        new ActivityTypes(Optional::empty)
                            .next(claim.snapshot(), claim.claimedAt())))
            .getFirst();
  }

  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(new ApnsOutcome.Accepted(null), "accepted", ""),
        Arguments.of(
            new ApnsOutcome.TokenRejected(Known.UNREGISTERED, null),
            "rejected",
            "410 Unregistered"),
        Arguments.of(
            new ApnsOutcome.Indeterminate("connection closed"),
            "unknown",
            "no answer: connection closed"),
        Arguments.of(
            new ApnsOutcome.RequestRejected(Known.PAYLOAD_TOO_LARGE),
            "abandoned",
            "413 PayloadTooLarge"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void everyPushTellsItsOutcomeWithIdLatencyAndReason(
      ApnsOutcome outcome, String result, String reason) throws IOException {
    // When
    settle(outcome);

    // Then
    JsonNode message = published(SettleStore.PUSH_OUTCOMES);
    String apnsId = ApnsIds.of(1, claimed.claim().apsTimestamp()).toString();
    assertThat(message.at("/headers/ce_type").asText()).isEqualTo("dev.marquee.push." + result);
    assertThat(message.at("/value/apnsId").asText()).isEqualTo(apnsId);
    assertThat(message.at("/value/latencyMillis").asLong()).isEqualTo(37);
    assertThat(message.at("/value/reason").asText()).isEqualTo(reason);
    assertThat(message.at("/value/event").asText()).isEqualTo("start");
    assertThat(database.history()).containsExactly("start " + result);
  }

  @Test
  void aDeadLetterTellsTheWholeWhyAndNoToken() throws IOException {
    // When
    settle(new ApnsOutcome.RequestRejected(Known.PAYLOAD_TOO_LARGE));

    // Then
    JsonNode message = published(SettleStore.PUSHES_DLQ);
    NextStep.Push push = (NextStep.Push) claimed.step();
    assertThat(message.at("/value/activityId").asText()).isEqualTo("1");
    assertThat(message.at("/value/app").asText()).isEqualTo("com.example.tickets");
    assertThat(message.at("/value/environment").asText()).isEqualTo("sandbox");
    assertThat(message.at("/value/event").asText()).isEqualTo("start");
    assertThat(message.at("/value/attempts").asInt()).isEqualTo(1);
    assertThat(message.at("/value/reason").asText())
        .isEqualTo("APNs refused the request itself: 413 PayloadTooLarge");
    assertThat(message.at("/value/lastAnswer").asText()).isEqualTo("413 PayloadTooLarge");
    assertThat(message.at("/value/payloadHash").asText()).isEqualTo(push.state().hash());
    assertThat(message.toString()).doesNotContain(push.token().token().hex());
  }

  private void settle(ApnsOutcome outcome) {
    Settlement settlement =
        new DeliveryPolicy(new Random(7))
            .afterPush(
                claimed, (NextStep.Push) claimed.step(), outcome, NOW, Duration.ofMillis(37));
    new SettleStore(database.transactions()).settle(List.of(settlement), NOW);
  }

  private static JsonNode published(String topic) throws IOException {
    List<String> records =
        database.texts("select records::text from outbox where topic = '%s'".formatted(topic));
    assertThat(records).hasSize(1);
    return new ObjectMapper().readTree(records.getFirst()).get(0);
  }
}
