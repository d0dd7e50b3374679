package dev.marquee.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.startsWith;

import dev.marquee.clock.BusinessClock;
import dev.marquee.contracts.outcome.TokenRejected.TokenKind;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens that APNs refused: dropped for the right reason only, and always answered. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class TokenRejectionComponentTest {
  private final String first = Tokens.fresh("1a2b");
  private final String second = Tokens.fresh("3c4d");
  private static final TokenKind START = new TokenKind.Start("TicketAttributes");
  private static final TokenKind UPDATE = new TokenKind.Update("card");

  @Inject BusinessClock clock;
  @Inject Producer<byte[], byte[]> producer;

  private TokenEvents events;

  @BeforeEach
  void listen() {
    events = new TokenEvents("token-events");
  }

  @AfterEach
  void stopListening() {
    events.close();
    clock.setOffset(Duration.ZERO);
  }

  @Test
  void refusedStartTokenIsDroppedAndTheDispatcherHearsOfIt() throws Exception {
    // Given
    InstalledApp app = withStartToken(first);
    DeviceChanged known = events.awaitDevice(app, device -> !device.startTokens().isEmpty());

    // When
    reject(app, START, first, now(), now());

    // Then
    DeviceChanged answer =
        events.awaitDevice(
            app, device -> device.version() > known.version() && device.startTokens().isEmpty());
    assertThat(answer.userId()).isEqualTo("anna");
    app.read().body("startTokens", anEmptyMap());
  }

  @Test
  void rejectionOlderThanRegistrationKeepsTheToken() throws Exception {
    // Given
    InstalledApp app = withStartToken(first);
    DeviceChanged known = events.awaitDevice(app, device -> !device.startTokens().isEmpty());
    Instant registeredAt = TokenEvents.ticketToken(known).registeredAt();

    // When
    reject(app, START, first, registeredAt.minusMillis(1), now());

    // Then
    DeviceChanged answer = events.awaitDevice(app, device -> device.version() > known.version());
    assertThat(answer.startTokens()).isEqualTo(known.startTokens());
  }

  @Test
  void rejectionAtTheMomentOfRegistrationDropsTheToken() throws Exception {
    // Given
    InstalledApp app = withStartToken(first);
    DeviceChanged known = events.awaitDevice(app, device -> !device.startTokens().isEmpty());

    // When
    reject(app, START, first, TokenEvents.ticketToken(known).registeredAt(), now());

    // Then
    events.awaitDevice(
        app, device -> device.version() > known.version() && device.startTokens().isEmpty());
  }

  @Test
  void rejectionOfTheReplacedTokenKeepsTheNewOne() throws Exception {
    // Given
    InstalledApp app = withStartToken(first);
    app.putStartToken("TicketAttributes", "{\"token\": \"%s\"}".formatted(second)).statusCode(200);
    DeviceChanged known =
        events.awaitDevice(
            app,
            device ->
                !device.startTokens().isEmpty()
                    && TokenEvents.ticketToken(device).token().hex().equals(second));

    // When
    reject(app, START, first, now().plusSeconds(60), now());

    // Then
    DeviceChanged answer = events.awaitDevice(app, device -> device.version() > known.version());
    assertThat(answer.startTokens()).isEqualTo(known.startTokens());
  }

  @Test
  void withoutApplesTimestampATokenRegisteredAfterThePushWasBuiltIsKept() throws Exception {
    // Given
    InstalledApp app = withStartToken(first);
    DeviceChanged known = events.awaitDevice(app, device -> !device.startTokens().isEmpty());
    Instant registeredAt = TokenEvents.ticketToken(known).registeredAt();

    // When
    reject(app, START, first, null, registeredAt.minusMillis(1));
    DeviceChanged kept = events.awaitDevice(app, device -> device.version() > known.version());
    reject(app, START, first, null, registeredAt);

    // Then
    assertThat(kept.startTokens()).isEqualTo(known.startTokens());
    events.awaitDevice(
        app, device -> device.version() > kept.version() && device.startTokens().isEmpty());
  }

  @Test
  void oneTokenOfTwoTypesIsDroppedForBoth() throws Exception {
    // Given
    InstalledApp app = withStartToken(first);
    app.putStartToken("FlightAttributes", "{\"token\": \"%s\"}".formatted(first)).statusCode(200);

    DeviceChanged known = events.awaitDevice(app, device -> device.startTokens().size() == 2);

    // When
    reject(app, START, first, now(), now());

    // Then
    events.awaitDevice(
        app, device -> device.version() > known.version() && device.startTokens().isEmpty());
  }

  @Test
  void repeatedRejectionIsAnsweredAgain() throws Exception {
    // Given
    InstalledApp app = withStartToken(first);
    DeviceChanged known = events.awaitDevice(app, device -> !device.startTokens().isEmpty());
    reject(app, START, first, now(), now());
    DeviceChanged answered = events.awaitDevice(app, device -> device.version() > known.version());

    // When
    reject(app, START, first, now(), now());

    // Then
    events.awaitDevice(app, device -> device.version() > answered.version());
  }

  @Test
  void droppedTokenIsNotBroughtBackByAnOlderReport() throws Exception {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putStartToken("TicketAttributes", "{\"token\": \"%s\", \"sequence\": 5}".formatted(first))
        .statusCode(200);
    DeviceChanged known = events.awaitDevice(app, device -> !device.startTokens().isEmpty());
    reject(app, START, first, now(), now());
    events.awaitDevice(app, device -> device.version() > known.version());

    // When
    app.putStartToken("TicketAttributes", "{\"token\": \"%s\", \"sequence\": 4}".formatted(first))
        .statusCode(200);

    // Then
    app.read().body("startTokens", anEmptyMap());
  }

  @Test
  void tokenThatComesAgainAfterItsRejectionIsGoodAgain() throws Exception {
    // Given
    InstalledApp app = withStartToken(first);
    DeviceChanged known = events.awaitDevice(app, device -> !device.startTokens().isEmpty());
    reject(app, START, first, now(), now());
    DeviceChanged dropped = events.awaitDevice(app, device -> device.version() > known.version());

    // When
    app.putStartToken("TicketAttributes", "{\"token\": \"%s\"}".formatted(first)).statusCode(200);

    // Then
    assertThat(dropped.startTokens()).isEmpty();
    events.awaitDevice(
        app, device -> device.version() > dropped.version() && !device.startTokens().isEmpty());
  }

  @Test
  void refusedUpdateTokenIsDroppedAndTheInstanceStays() throws Exception {
    // Given
    InstalledApp app = withUpdateToken(first);
    ActivityChanged known = events.awaitActivity(app, "card", _ -> true);

    // When
    reject(app, UPDATE, first, now(), now());

    // Then
    ActivityChanged answer =
        events.awaitActivity(app, "card", it -> it.version() > known.version());
    assertThat(answer.updateToken()).isNull();
    assertThat(answer.state()).isEqualTo(known.state());
  }

  @Test
  void refusedUpdateTokenThatRotatedMeanwhileIsKept() throws Exception {
    // Given
    InstalledApp app = withUpdateToken(second);
    ActivityChanged known = events.awaitActivity(app, "card", _ -> true);

    // When
    reject(app, UPDATE, first, now().plusSeconds(60), now());

    // Then
    ActivityChanged answer =
        events.awaitActivity(app, "card", it -> it.version() > known.version());
    assertThat(answer.updateToken()).isEqualTo(known.updateToken());
    app.read().body("activities[0].updateToken.token", startsWith("3c4d"));
  }

  @Test
  void unreadableRejectionIsADeadLetterAndItsNeighboursGoThrough() throws Exception {
    // Given
    InstalledApp app = withStartToken(first);
    DeviceChanged known = events.awaitDevice(app, device -> !device.startTokens().isEmpty());
    byte[] key = app.deviceId().getBytes(UTF_8);
    byte[] garbage = "{\"kind\": \"neither\"".getBytes(UTF_8);

    // When
    producer.send(new ProducerRecord<>("token-rejections", key, garbage)).get(10, TimeUnit.SECONDS);
    reject(app, START, first, now(), now());

    // Then
    events.awaitDevice(
        app, device -> device.version() > known.version() && device.startTokens().isEmpty());
    try (TokenEvents deadLetters = new TokenEvents("token-rejections-dlq")) {
      ConsumerRecord<String, byte[]> letter =
          deadLetters.await(record -> app.deviceId().equals(record.key()));
      assertThat(letter.value()).isEqualTo(garbage);
      assertThat(TokenEvents.headers(letter))
          .containsEntry("dead-letter-topic", "token-rejections")
          .containsKeys("dead-letter-reason", "dead-letter-partition", "dead-letter-offset");
    }
  }

  private static InstalledApp withStartToken(String token) {
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putStartToken("TicketAttributes", "{\"token\": \"%s\"}".formatted(token)).statusCode(200);
    return app;
  }

  private static InstalledApp withUpdateToken(String token) {
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putActivity(
            "card",
            "{\"bookingId\": \"b-1\", \"state\": \"active\", \"updateToken\": \"%s\"}"
                .formatted(token))
        .statusCode(200);
    return app;
  }

  private Instant now() {
    return clock.instant();
  }

  private void reject(
      InstalledApp app,
      TokenKind kind,
      String token,
      @Nullable Instant rejectedAt,
      Instant observedAt)
      throws Exception {
    Rejections.report(producer, app, kind, token, rejectedAt, observedAt);
  }
}
