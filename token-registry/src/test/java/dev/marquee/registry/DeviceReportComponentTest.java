package dev.marquee.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.marquee.clock.BusinessClock;
import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The launch-time sync, and the order that reports are taken in. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class DeviceReportComponentTest {
  private final String first = Tokens.fresh("aa11");
  private final String second = Tokens.fresh("bb22");

  @Inject BusinessClock clock;

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
  void firstSignInIsPublishedWithAllItHolds() {
    // Given
    InstalledApp app = InstalledApp.fresh();

    // When
    app.signIn(
            "anna",
            """
            {"osVersion": "18.4", "appVersion": "7.1", "locale": "de-DE", "timeZone": "Europe/Berlin",
             "frequentUpdatesEnabled": false, "startTokens": {"TicketAttributes": "%s"}}
            """
                .formatted(first.toUpperCase(Locale.ROOT)))
        .statusCode(200)
        .body("deviceCredential", startsWith("mdc_"))
        .body("startTokens.TicketAttributes.token", equalTo("aa11…11"));

    // Then
    DeviceChanged published = events.awaitDevice(app, _ -> true);
    assertThat(published.userId()).isEqualTo("anna");
    assertThat(published.ownership()).isEqualTo(1);
    assertThat(published.app()).isEqualTo("com.example.tickets");
    assertThat(published.environment()).isEqualTo(ApnsEnvironment.PRODUCTION);
    assertThat(published.osVersion()).isEqualTo("18.4");
    assertThat(published.appVersion()).isEqualTo("7.1");
    assertThat(published.locale()).isEqualTo("de-DE");
    assertThat(published.timeZone()).isEqualTo("Europe/Berlin");
    assertThat(published.activitiesEnabled()).isTrue();
    assertThat(published.frequentUpdatesEnabled()).isFalse();
    assertThat(published.startTokens()).containsOnlyKeys("TicketAttributes");
    assertThat(TokenEvents.ticketToken(published).token()).isEqualTo(new PushToken(first));
  }

  @Test
  void frequentUpdatesAreNotTakenForGrantedOfAnAppThatDoesNotSay() {
    // Given
    InstalledApp app = InstalledApp.fresh();

    // When
    app.signIn("anna", report(1, "de-DE", first)).statusCode(200);

    // Then
    DeviceChanged published = events.awaitDevice(app, _ -> true);
    assertThat(published.frequentUpdatesEnabled()).isFalse();
    assertThat(published.activitiesEnabled()).isTrue();
  }

  @Test
  void olderReportNeverOverwritesNewer() {
    // Given
    InstalledApp app = InstalledApp.fresh();
    app.signIn("anna", report(8, "de-DE", second)).statusCode(200);

    // When
    app.launch(report(7, "en-GB", first)).statusCode(200);

    // Then
    app.read()
        .body("locale", equalTo("de-DE"))
        .body("sequence", equalTo(8))
        .body("startTokens.TicketAttributes.token", startsWith("bb22"));
  }

  @Test
  void lateLaunchReportLeavesTheNewerTokenAlone() {
    // Given
    InstalledApp app = InstalledApp.fresh();
    app.signIn("anna", report(1, "de-DE", first)).statusCode(200);
    app.putStartToken("TicketAttributes", token(second, 3)).statusCode(200);

    // When
    app.launch(report(2, "en-GB", first)).statusCode(200);

    // Then
    app.read()
        .body("locale", equalTo("en-GB"))
        .body("startTokens.TicketAttributes.token", startsWith("bb22"));
  }

  @Test
  void repeatedReportIsNoNews() {
    // Given
    InstalledApp app = InstalledApp.fresh();
    app.signIn("anna", report(1, "de-DE", first)).statusCode(200);

    // When
    app.launch(report(1, "de-DE", first)).statusCode(200);
    app.launch(report(2, "fr-FR", first)).statusCode(200);

    // Then
    events.awaitDevice(app, device -> "fr-FR".equals(device.locale()));
    assertThat(events.seenOf(app))
        .extracting(DeviceChanged::locale)
        .containsExactly("de-DE", "fr-FR");
  }

  @Test
  void launchIsAnsweredWithWhatDiffersAndWhatToDo() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putActivity("gone", running("b-2")).statusCode(200);
    app.putActivity("old", running("b-1")).statusCode(200);
    app.putActivity("new", running("b-1")).statusCode(200);

    // When
    var answer =
        app.launch(
            """
            {"activities": [
              {"activityKitId": "old", "bookingId": "b-1", "state": "active"},
              {"activityKitId": "new", "bookingId": "b-1", "state": "stale"}]}
            """);

    // Then
    answer
        .statusCode(200)
        .body("advice.unreported.activityKitId", equalTo(List.of("gone")))
        .body("advice.end.activityKitId", equalTo(List.of("old")))
        .body("advice.end.reason", equalTo(List.of("duplicate")))
        .body("advice.missingStartTokens", equalTo(List.of("TicketAttributes")))
        .body("advice.missingUpdateTokens", equalTo(List.of("gone", "new")));
  }

  @Test
  void onlyALaunchIsAdvised() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");

    // When
    var answer = app.read();

    // Then
    answer.statusCode(200).body("$", not(hasKey("advice")));
  }

  private static String running(String bookingId) {
    return """
    {"bookingId": "%s", "state": "active", "attributesType": "TicketAttributes"}
    """
        .formatted(bookingId);
  }

  @Test
  void withoutASequenceTheObservedTimeDecides() {
    // Given
    InstalledApp app = InstalledApp.fresh();
    Instant seen = clock.instant().minusSeconds(60);
    app.signIn("anna", "{}").statusCode(200);
    app.putStartToken("TicketAttributes", observed(second, seen)).statusCode(200);

    // When
    app.putStartToken("TicketAttributes", observed(first, seen.minusSeconds(1))).statusCode(200);

    // Then
    app.read().body("startTokens.TicketAttributes.token", startsWith("bb22"));
  }

  @Test
  void phoneWhoseClockIsADayAheadDoesNotShutOutItsLaterReports() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
    app.putStartToken("TicketAttributes", observed(first, tomorrow)).statusCode(200);

    // When
    app.putStartToken("TicketAttributes", "{\"token\": \"%s\"}".formatted(second)).statusCode(200);

    // Then
    app.read().body("startTokens.TicketAttributes.token", startsWith("bb22"));
  }

  @Test
  void absentOrNullNeverErases() {
    // Given
    InstalledApp app = InstalledApp.fresh();
    app.signIn(
            "anna",
            """
            {"locale": "de-DE", "activitiesEnabled": false,
             "startTokens": {"TicketAttributes": "%s", "FlightAttributes": "%s"},
             "activities": [{"activityKitId": "card", "bookingId": "b-1", "state": "active",
                             "updateToken": "%s"}]}
            """
                .formatted(first, first, second))
        .statusCode(200);

    // When
    app.launch(
            """
            {"locale": null, "startTokens": {"TicketAttributes": null},
             "activities": [{"activityKitId": "card", "bookingId": "b-1", "state": "stale",
                             "updateToken": null}]}
            """)
        .statusCode(200);

    // Then
    app.read()
        .body("locale", equalTo("de-DE"))
        .body("activitiesEnabled", equalTo(false))
        .body("startTokens.TicketAttributes.token", startsWith("aa11"))
        .body("startTokens.FlightAttributes.token", startsWith("aa11"))
        .body("activities[0].state", equalTo("stale"))
        .body("activities[0].updateToken.token", startsWith("bb22"));
  }

  @Test
  void sameTokenAgainRefreshesItsRegistration() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putStartToken("TicketAttributes", token(first, 1)).statusCode(200);
    clock.setOffset(Duration.ofSeconds(90));
    Instant before = clock.instant().minusMillis(1);

    // When
    String refreshed =
        app.putStartToken("TicketAttributes", token(first, 2))
            .statusCode(200)
            .extract()
            .path("startTokens.TicketAttributes.registeredAt");

    // Then
    assertThat(Instant.parse(refreshed)).isBetween(before, clock.instant());
  }

  @Test
  void refreshIsNewsOnceADay() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    Duration toMidday = Duration.ofHours(12).minus(sinceMidnight());
    clock.setOffset(toMidday);
    app.putStartToken("TicketAttributes", token(first, 1)).statusCode(200);

    // When
    clock.setOffset(toMidday.plusMinutes(1));
    app.putStartToken("TicketAttributes", token(first, 2)).statusCode(200);
    clock.setOffset(toMidday.plusDays(1));
    app.putStartToken("TicketAttributes", token(first, 3)).statusCode(200);
    app.putStartToken("TicketAttributes", token(second, 4)).statusCode(200);

    // Then
    events.awaitDevice(app, device -> tokenOf(device).equals(second));
    assertThat(events.seenOf(app).stream().filter(device -> !device.startTokens().isEmpty()))
        .extracting(DeviceReportComponentTest::tokenOf)
        .containsExactly(first, first, second);
  }

  @Test
  void tokensOfAnotherBuildDoNotOutliveIt() {
    // Given
    InstalledApp app = InstalledApp.fresh();
    app.signIn("anna", "{\"startTokens\": {\"TicketAttributes\": \"%s\"}}".formatted(first))
        .statusCode(200);

    // When
    app.asDevice()
        .body("{\"app\": \"com.example.tickets\", \"environment\": \"sandbox\"}")
        .put("/v1/devices/{id}", app.deviceId())
        .then()
        .statusCode(200)
        .body("startTokens", anEmptyMap());

    // Then
    events.awaitDevice(
        app,
        device ->
            device.environment() == ApnsEnvironment.SANDBOX && device.startTokens().isEmpty());
  }

  @Test
  void withdrawnTokenIsNotBroughtBackByAnOlderReport() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putStartToken("TicketAttributes", token(first, 1)).statusCode(200);
    app.withdrawStartToken("TicketAttributes", "{\"sequence\": 3}")
        .statusCode(200)
        .body("startTokens", not(hasKey("TicketAttributes")));

    // When
    app.putStartToken("TicketAttributes", token(second, 2)).statusCode(200);

    // Then
    app.read().body("startTokens", anEmptyMap());
    DeviceChanged known = events.awaitDevice(app, device -> !device.startTokens().isEmpty());
    events.awaitDevice(
        app, device -> device.version() > known.version() && device.startTokens().isEmpty());
  }

  @Test
  void tokenIsWithdrawnWithoutABody() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putStartToken("TicketAttributes", token(first, 1)).statusCode(200);

    // When
    int status =
        given()
            .header("Authorization", "Device " + app.credential())
            .delete("/v1/devices/{id}/start-tokens/TicketAttributes", app.deviceId())
            .statusCode();

    // Then
    assertThat(status).isEqualTo(200);
    app.read().body("startTokens", anEmptyMap());
  }

  @Test
  void oneTokenForTwoTypesIsFine() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.putStartToken("TicketAttributes", token(first, 1)).statusCode(200);

    // When
    app.putStartToken("FlightAttributes", token(first, 1)).statusCode(200);

    // Then
    app.read()
        .body("startTokens.TicketAttributes", hasEntry("token", "aa11…11"))
        .body("startTokens.FlightAttributes", hasEntry("token", "aa11…11"));
  }

  private Duration sinceMidnight() {
    return Duration.ofSeconds(clock.instant().getEpochSecond() % Duration.ofDays(1).toSeconds());
  }

  private static String tokenOf(DeviceChanged device) {
    return device.startTokens().isEmpty() ? "none" : TokenEvents.ticketToken(device).token().hex();
  }

  private static String report(int sequence, String locale, String token) {
    return "{\"sequence\": %d, \"locale\": \"%s\", \"startTokens\": {\"TicketAttributes\": \"%s\"}}"
        .formatted(sequence, locale, token);
  }

  private static String token(String token, int sequence) {
    return "{\"token\": \"%s\", \"sequence\": %d}".formatted(token, sequence);
  }

  private static String observed(String token, Instant at) {
    return "{\"token\": \"%s\", \"observedAt\": \"%s\"}".formatted(token, at);
  }
}
