package dev.marquee.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import dev.marquee.clock.BusinessClock;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One value of a start token belongs to one device. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class StartTokenOwnerComponentTest {
  private final String token = Tokens.fresh("0e0e");

  @Inject BusinessClock clock;

  private TokenEvents events;

  @BeforeEach
  void listen() {
    events = new TokenEvents("token-events");
  }

  @AfterEach
  void stopListening() {
    events.close();
  }

  @Test
  void reinstalledAppTakesTheTokenOfItsEarlierSelf() {
    // Given
    InstalledApp before = InstalledApp.signedIn("rita");
    before.putStartToken("TicketAttributes", body(token)).statusCode(200);
    DeviceChanged held = events.awaitDevice(before, device -> !device.startTokens().isEmpty());

    // When
    InstalledApp after = InstalledApp.fresh();
    after
        .signIn("rita", "{\"startTokens\": {\"TicketAttributes\": \"%s\"}}".formatted(token))
        .statusCode(200);

    // Then
    after.read().body("startTokens", hasKey("TicketAttributes"));
    before.read().body("startTokens", anEmptyMap());
    DeviceChanged lost = events.awaitDevice(before, it -> it.version() > held.version());
    assertThat(lost.startTokens()).isEmpty();
    events.awaitDevice(after, device -> !device.startTokens().isEmpty());
    before.launch("{}").body("advice.missingStartTokens", equalTo(List.of("TicketAttributes")));
  }

  @Test
  void launchWithTheTokenOfAnotherDeviceTakesItOver() {
    // Given
    InstalledApp before = InstalledApp.signedIn("rita");
    InstalledApp after = InstalledApp.signedIn("rosa");
    before.putStartToken("TicketAttributes", body(token)).statusCode(200);

    // When
    after
        .launch("{\"startTokens\": {\"FlightAttributes\": \"%s\"}}".formatted(token))
        .statusCode(200);

    // Then
    after.read().body("startTokens", hasKey("FlightAttributes"));
    before.read().body("startTokens", anEmptyMap());
  }

  @Test
  void otherTokensOfTheEarlierDeviceStay() {
    // Given
    InstalledApp before = InstalledApp.signedIn("rita");
    before.putStartToken("TicketAttributes", body(token)).statusCode(200);
    before.putStartToken("FlightAttributes", body(Tokens.fresh("0f0f"))).statusCode(200);
    InstalledApp after = InstalledApp.signedIn("rita");

    // When
    after.putStartToken("TicketAttributes", body(token)).statusCode(200);

    // Then
    DeviceChanged lost =
        events.awaitDevice(
            before,
            it -> it.startTokens().containsKey("FlightAttributes") && it.startTokens().size() == 1);
    assertThat(lost.startTokens()).containsOnlyKeys("FlightAttributes");
  }

  @Test
  void reportThatWasSeenBeforeTheNewestOneTakesNothing() {
    // Given
    Instant now = clock.instant();
    InstalledApp late = InstalledApp.signedIn("rita");
    InstalledApp newest = InstalledApp.signedIn("rita");
    newest.putStartToken("TicketAttributes", body(token)).statusCode(200);

    // When
    late.putStartToken(
            "TicketAttributes",
            "{\"token\": \"%s\", \"observedAt\": \"%s\"}".formatted(token, now.minusSeconds(30)))
        .statusCode(200)
        .body("startTokens", anEmptyMap());

    // Then
    newest.read().body("startTokens", hasKey("TicketAttributes"));
  }

  @Test
  void tokenReportedForAnothersDeviceIsTakenFromNobody() {
    // Given
    InstalledApp holder = InstalledApp.signedIn("rita");
    holder.putStartToken("TicketAttributes", body(token)).statusCode(200);
    InstalledApp foreign = InstalledApp.signedIn("rosa");

    // When
    int status =
        given()
            .header("Authorization", Logins.user("mallory"))
            .contentType(ContentType.JSON)
            .body(body(token))
            .put("/v1/devices/{id}/start-tokens/TicketAttributes", foreign.deviceId())
            .statusCode();

    // Then
    assertThat(status).isEqualTo(404);
    holder.read().body("startTokens", hasKey("TicketAttributes"));
  }

  @Test
  void olderReportOfATypeTakesNoTokenFromAnotherDevice() {
    // Given
    InstalledApp holder = InstalledApp.signedIn("rita");
    InstalledApp app = InstalledApp.signedIn("rita");
    app.putStartToken(
            "TicketAttributes",
            "{\"token\": \"%s\", \"sequence\": 9}".formatted(Tokens.fresh("0f0f")))
        .statusCode(200);
    holder.putStartToken("TicketAttributes", body(token)).statusCode(200);

    // When
    app.putStartToken("TicketAttributes", "{\"token\": \"%s\", \"sequence\": 8}".formatted(token))
        .statusCode(200);

    // Then
    holder.read().body("startTokens", hasKey("TicketAttributes"));
  }

  private static String body(String token) {
    return "{\"token\": \"%s\"}".formatted(token);
  }
}
