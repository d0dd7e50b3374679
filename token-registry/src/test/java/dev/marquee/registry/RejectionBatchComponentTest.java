package dev.marquee.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.hasKey;

import dev.marquee.clock.BusinessClock;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rejections of several tokens that one transaction judges together. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class RejectionBatchComponentTest {
  private static final String TICKET = "TicketAttributes";
  private static final String FLIGHT = "FlightAttributes";
  private static final String START = "";
  private static final long NEVER = 1_000_000;

  @Inject BusinessClock clock;
  @Inject Pool pool;

  private final String first = Tokens.fresh("4e1a");
  private final String second = Tokens.fresh("4e2b");
  private TokenEvents events;

  @BeforeEach
  void listen() {
    events = new TokenEvents("token-events");
    closeTheGuard();
  }

  @AfterEach
  void stopListening() {
    events.close();
    closeTheGuard();
    pool.query("delete from held_rejections").executeAndAwait();
  }

  private void closeTheGuard() {
    pool.query(
            "update rejection_guard set tripped_at = null, dropped = 0, window_started_at ="
                + " '-infinity'")
        .executeAndAwait();
  }

  @Test
  void eachReportIsAnsweredForItself() {
    // Given
    InstalledApp dead = withStartToken(TICKET, first);
    InstalledApp moved = withStartToken(TICKET, second);
    InstalledApp forgotten = InstalledApp.fresh();
    InstalledApp onScreen = InstalledApp.signedIn("anna");
    String third = Tokens.fresh("4e3c");
    onScreen
        .putActivity(
            "card",
            "{\"bookingId\": \"b-1\", \"state\": \"active\", \"updateToken\": \"%s\"}"
                .formatted(third))
        .statusCode(200);
    Instant now = clock.instant();

    // When
    List<String> outcomes =
        judge(
            NEVER,
            refusal(onScreen, "card", third, now),
            refusal(dead, START, first, now),
            refusal(moved, START, first, now),
            refusal(forgotten, START, first, now),
            refusal(dead, START, first, now.plusSeconds(1)),
            refusal(onScreen, "another", third, now),
            refusal(onScreen, "card", first, now));

    // Then
    assertThat(outcomes)
        .containsExactly("dropped", "kept", "kept", "unknown", "dropped", "unknown", "kept");
    dead.read().body("startTokens", anEmptyMap());
    moved.read().body("startTokens", hasKey(TICKET));
    assertThat(events.awaitActivity(onScreen, "card", it -> it.updateToken() == null)).isNotNull();
    events.awaitDevice(dead, device -> device.startTokens().isEmpty() && device.version() > 0);
  }

  @Test
  void twoTokensOfOneDeviceAreDroppedTogetherAndAnsweredOnce() {
    // Given
    InstalledApp app = withStartToken(TICKET, first);
    app.putStartToken(FLIGHT, "{\"token\": \"%s\"}".formatted(second)).statusCode(200);
    DeviceChanged known = events.awaitDevice(app, device -> device.startTokens().size() == 2);
    Instant now = clock.instant();

    // When
    List<String> outcomes =
        judge(NEVER, refusal(app, START, second, now), refusal(app, START, first, now));

    // Then
    assertThat(outcomes).containsExactly("dropped", "dropped");
    DeviceChanged answer = events.awaitDevice(app, device -> device.version() > known.version());
    assertThat(answer.startTokens()).isEmpty();
  }

  @Test
  void repetitionWithAnEarlierTimeDoesNotSaveTheToken() {
    // Given
    InstalledApp app = withStartToken(TICKET, first);
    Instant now = clock.instant();

    // When
    List<String> outcomes =
        judge(NEVER, refusal(app, START, first, Instant.EPOCH), refusal(app, START, first, now));

    // Then
    assertThat(outcomes).containsExactly("kept", "dropped");
    app.read().body("startTokens", anEmptyMap());
  }

  @Test
  void guardTripsInTheMiddleOfABatchAsItWouldBetweenTwo() {
    // Given
    List<JsonObject> refusals = new ArrayList<>();
    Instant now = clock.instant().plusSeconds(60);
    InstalledApp kept = withStartToken(TICKET, first);
    refusals.add(refusal(kept, START, second, now));
    for (int phone = 0; phone < 5; phone++) {
      String token = Tokens.fresh("4e4d");
      refusals.add(refusal(withStartToken(TICKET, token), START, token, now));
    }
    refusals.add(refusals.getLast());

    // When
    List<String> outcomes = judge(3, refusals.toArray(JsonObject[]::new));
    List<String> later = judge(3, refusal(kept, START, first, now));

    // Then
    assertThat(outcomes)
        .containsExactly("kept", "dropped", "dropped", "dropped", "held", "held", "held");
    assertThat(later).containsExactly("held");
    assertThat(count("select count(*) from held_rejections")).isEqualTo(3);
    kept.read().body("startTokens", hasKey(TICKET));
  }

  @Test
  void droppedTokensOfEarlierBatchesCountUntilTheWindowIsOver() {
    // Given
    Instant now = clock.instant().plusSeconds(60);
    String third = Tokens.fresh("4e5e");
    JsonObject one = refusal(withStartToken(TICKET, first), START, first, now);
    JsonObject two = refusal(withStartToken(TICKET, second), START, second, now);
    JsonObject three = refusal(withStartToken(TICKET, third), START, third, now);

    // When
    judge(now, 2, one);
    judge(now.plusSeconds(600), 2, two);
    boolean trippedInANewWindow = tripped();
    judge(now.plusSeconds(1_199), 2, three);

    // Then
    assertThat(trippedInANewWindow).isFalse();
    assertThat(tripped()).isTrue();
  }

  private static InstalledApp withStartToken(String attributesType, String token) {
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putStartToken(attributesType, "{\"token\": \"%s\"}".formatted(token)).statusCode(200);
    return app;
  }

  private static JsonObject refusal(
      InstalledApp app, String activityKitId, String token, Instant invalidSince) {
    return new JsonObject()
        .put("deviceId", app.deviceId())
        .put("activityKitId", activityKitId)
        .put("fingerprint", new PushToken(token).fingerprint())
        .put("invalidSince", invalidSince.toString());
  }

  private List<String> judge(long tooMany, JsonObject... refusals) {
    return judge(clock.instant(), tooMany, refusals);
  }

  private List<String> judge(Instant now, long tooMany, JsonObject... refusals) {
    return List.of(
        pool.preparedQuery("select judge_rejections($1, $2, '10 minutes', 0, $3)")
            .executeAndAwait(
                Tuple.of(new JsonArray(List.of(refusals)), now.atOffset(ZoneOffset.UTC), tooMany))
            .iterator()
            .next()
            .getArrayOfStrings(0));
  }

  private boolean tripped() {
    return count("select count(*) from rejection_guard where tripped_at is not null") == 1;
  }

  private long count(String sql) {
    return pool.query(sql).executeAndAwait().iterator().next().getLong(0);
  }
}
