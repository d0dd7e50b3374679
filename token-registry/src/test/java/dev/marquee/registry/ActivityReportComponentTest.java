package dev.marquee.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What apps say about their running and ended Live Activities. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class ActivityReportComponentTest {
  private static final String FIRST = "cc33".repeat(40);
  private static final String SECOND = "dd44".repeat(40);

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
  void updateTokenIsPublishedWithItsBooking() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");

    // When
    app.putActivity(
            "card",
            """
            {"bookingId": "b-1", "attributesType": "TicketAttributes", "state": "active",
             "updateToken": "%s", "sequence": 2}
            """
                .formatted(FIRST))
        .statusCode(200)
        .body("updateToken.token", startsWith("cc33"));

    // Then
    ActivityChanged published = events.awaitActivity(app, "card", _ -> true);
    assertThat(published.deviceId()).isEqualTo(app.deviceId());
    assertThat(published.bookingId()).isEqualTo("b-1");
    assertThat(published.attributesType()).isEqualTo("TicketAttributes");
    assertThat(published.state()).isEqualTo(InstanceState.ACTIVE);
    assertThat(published.ownership()).isEqualTo(1);
    assertThat(published.updateToken()).isNotNull();
    assertThat(published.updateToken().token()).isEqualTo(new PushToken(FIRST));
  }

  @Test
  void rotatedTokenReplacesTheOldOneAndNeverTheOtherWayRound() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putActivity("card", running(SECOND, 3)).statusCode(200);

    // When
    app.putActivity("card", running(FIRST, 2))
        .statusCode(200)
        .body("updateToken.token", startsWith("dd44"));

    // Then
    app.read().body("activities[0].updateToken.token", startsWith("dd44"));
  }

  @Test
  void endedInstanceLosesItsTokenAndIsPublishedAsEnded() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putActivity("card", running(FIRST, 1)).statusCode(200);

    // When
    app.putActivity("card", "{\"bookingId\": \"b-1\", \"state\": \"dismissed\", \"sequence\": 2}")
        .statusCode(200)
        .body("updateToken", nullValue());

    // Then
    ActivityChanged ended =
        events.awaitActivity(app, "card", it -> it.state() == InstanceState.DISMISSED);
    assertThat(ended.updateToken()).isNull();
    app.read().body("activities", hasSize(0));
  }

  @Test
  void endedInstanceNeverRunsAgain() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putActivity("card", "{\"bookingId\": \"b-1\", \"state\": \"ended\", \"sequence\": 5}")
        .statusCode(200);

    // When
    app.putActivity("card", running(FIRST, 6)).statusCode(200).body("state", equalTo("ended"));

    // Then
    app.read().body("activities", hasSize(0));
  }

  @Test
  void reportAboutAnEndedInstanceDoesNotTouchTheNextOne() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putActivity("card-1", running(FIRST, 1)).statusCode(200);
    app.putActivity("card-2", running(SECOND, 2)).statusCode(200);

    // When
    app.putActivity("card-1", "{\"bookingId\": \"b-1\", \"state\": \"ended\", \"sequence\": 3}")
        .statusCode(200);

    // Then
    app.read()
        .body("activities", hasSize(1))
        .body("activities[0].activityKitId", equalTo("card-2"))
        .body("activities[0].updateToken.token", startsWith("dd44"));
  }

  @Test
  void instancesKeepTheOrderInWhichTheyBecameKnown() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putActivity("card-1", running(FIRST, 1)).statusCode(200);
    app.putActivity("card-2", running(SECOND, 2)).statusCode(200);

    // When
    app.putActivity("card-1", running("ee55".repeat(40), 3)).statusCode(200);

    // Then
    ActivityChanged newer = events.awaitActivity(app, "card-2", _ -> true);
    ActivityChanged older =
        events.awaitActivity(app, "card-1", it -> it.version() > newer.version());
    assertThat(older.ordinal()).isLessThan(newer.ordinal());
  }

  @Test
  void launchReportAnswersWithTheInstancesThatItNamed() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putActivity("card-1", running(FIRST, 1)).statusCode(200);

    // When
    var answer =
        app.launch(
            """
            {"sequence": 4, "activities": [
              {"activityKitId": "card-2", "bookingId": "b-2", "state": "ended"}]}
            """);

    // Then
    answer
        .statusCode(200)
        .body("activities", hasSize(2))
        .body("activities[0].state", equalTo("active"))
        .body("activities[1].state", equalTo("ended"));
  }

  private static String running(String token, int sequence) {
    return """
    {"bookingId": "b-1", "state": "active", "updateToken": "%s", "sequence": %d}
    """
        .formatted(token, sequence);
  }
}
