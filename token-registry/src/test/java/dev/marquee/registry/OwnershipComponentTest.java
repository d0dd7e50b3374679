package dev.marquee.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose a device is, and what that forbids to all others. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class OwnershipComponentTest {
  private final String token = Tokens.fresh("ee55");
  private final String running =
      "{\"bookingId\": \"b-1\", \"state\": \"active\", \"updateToken\": \"%s\"}".formatted(token);

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
  void anotherUsersSignInMovesTheDeviceAndWithdrawsWhatTheOldUserHadRunning() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putStartToken("TicketAttributes", "{\"token\": \"%s\"}".formatted(token)).statusCode(200);
    app.putActivity("card", running).statusCode(200);

    // When
    app.signIn("bert", "{}")
        .statusCode(200)
        .body("userId", equalTo("bert"))
        .body("ownership", equalTo(2))
        .body("activities", hasSize(0));

    // Then
    DeviceChanged moved = events.awaitDevice(app, device -> "bert".equals(device.userId()));
    assertThat(moved.ownership()).isEqualTo(2);
    assertThat(moved.startTokens()).containsOnlyKeys("TicketAttributes");
    ActivityChanged withdrawn =
        events.awaitActivity(app, "card", it -> it.state() == InstanceState.ENDED);
    assertThat(withdrawn.updateToken()).isNull();
    assertThat(withdrawn.ownership()).isEqualTo(2);
  }

  @Test
  void lateReportOfTheOldUserChangesNothing() {
    // Given
    InstalledApp app = InstalledApp.fresh();
    app.signIn("anna", "{\"sequence\": 1}").statusCode(200);
    String oldCredential = app.credential();
    app.signIn("bert", "{\"sequence\": 3}").statusCode(200);

    // When
    int withCredential =
        given()
            .header("Authorization", "Device " + oldCredential)
            .contentType(ContentType.JSON)
            .body(running)
            .put("/v1/devices/{id}/activities/card", app.deviceId())
            .statusCode();
    int withLogin =
        as("anna")
            .body(running)
            .put("/v1/devices/{id}/activities/card", app.deviceId())
            .statusCode();
    int lateSignIn = app.signIn("anna", "{\"sequence\": 2}").extract().statusCode();

    // Then
    assertThat(withCredential).isEqualTo(401);
    assertThat(withLogin).isEqualTo(404);
    assertThat(lateSignIn).isEqualTo(409);
    app.read().body("userId", equalTo("bert")).body("ownership", equalTo(2));
    app.read().body("activities", hasSize(0));
  }

  @Test
  void userWhoComesBackMayReportTheSameInstanceAgain() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putActivity("card", running).statusCode(200);
    app.signIn("bert", "{}").statusCode(200);

    // When
    app.signIn("anna", "{}").statusCode(200).body("ownership", equalTo(3));
    app.putActivity("card", running).statusCode(200);

    // Then
    app.read().body("activities", hasSize(1));
    events.awaitActivity(
        app, "card", it -> it.ownership() == 3 && it.state() == InstanceState.ACTIVE);
  }

  @Test
  void nobodyReadsOrWritesAnothersDevice() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    String device = "/v1/devices/" + app.deviceId();

    // When
    int read = as("mallory").get(device).statusCode();
    int report = as("mallory").body(running).put(device + "/activities/card").statusCode();
    int register =
        as("mallory").body("{\"token\": \"ab\"}").put(device + "/start-tokens/T").statusCode();
    int withdraw = as("mallory").delete(device + "/start-tokens/T").statusCode();
    int erase = as("mallory").delete(device).statusCode();
    int eraseUser = as("mallory").delete("/v1/users/anna").statusCode();

    // Then
    assertThat(new int[] {read, report, register, withdraw, erase, eraseUser})
        .containsExactly(404, 404, 404, 404, 404, 403);
    app.read().statusCode(200).body("userId", equalTo("anna"));
  }

  @Test
  void operatorReadsButDoesNotReport() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");

    // When
    int read = asOperator().get("/v1/devices/{id}", app.deviceId()).statusCode();
    int report =
        asOperator()
            .body(running)
            .put("/v1/devices/{id}/activities/card", app.deviceId())
            .statusCode();

    // Then
    assertThat(read).isEqualTo(200);
    assertThat(report).isEqualTo(404);
  }

  private static RequestSpecification asOperator() {
    return given().header("Authorization", Logins.operator()).contentType(ContentType.JSON);
  }

  private static RequestSpecification as(String userId) {
    return given().header("Authorization", Logins.user(userId)).contentType(ContentType.JSON);
  }
}
