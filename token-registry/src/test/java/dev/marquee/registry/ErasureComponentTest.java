package dev.marquee.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.marquee.clock.BusinessClock;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.contracts.token.TokenEvent.UserErased;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Forgetting devices and users. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class ErasureComponentTest {
  private static final Duration GRACE = Duration.ofMinutes(15);

  @Inject Pool pool;
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
  void cardOnAnErasedDeviceCanStillBeEndedForAQuarterOfAnHour() {
    // Given
    InstalledApp app = withEverything("erna");

    // When
    int status = app.asDevice().delete("/v1/devices/{id}", app.deviceId()).statusCode();

    // Then
    assertThat(status).isEqualTo(204);
    DeviceChanged leaving = events.awaitDevice(app, device -> device.userId() == null);
    assertThat(leaving.startTokens()).isEmpty();
    assertThat(leaving.ownership()).isEqualTo(2);
    assertThat(events.awaitActivity(app, "card", _ -> true).updateToken()).isNotNull();
    app.read().statusCode(401);
    asUser("erna").get("/v1/devices/{id}", app.deviceId()).then().statusCode(404);
    assertThat(rows(app)).isEqualTo(2);
  }

  @Test
  void afterItsTimeTheDeviceLetsGoOfItsTokensAndEndsInTombstones() {
    // Given
    InstalledApp app = withEverything("erna");
    app.asDevice().delete("/v1/devices/{id}", app.deviceId()).then().statusCode(204);

    // When
    clock.setOffset(GRACE);

    // Then
    awaitTombstones(app);
    List<ConsumerRecord<String, byte[]>> records = events.recordsOf(app);
    assertThat(records.subList(records.size() - 4, records.size()))
        .extracting(ConsumerRecord::key)
        .containsExactlyInAnyOrder(
            app.deviceId(), app.deviceId() + "/card", app.deviceId(), app.deviceId() + "/card");
    assertThat(lastStateHasAToken(records)).isFalse();
    assertThat(rows(app)).isZero();
  }

  @Test
  void stepThatDiesHalfwayIsUndoneWholeAndTakenAgain() {
    // Given
    InstalledApp app = withEverything("erna");
    app.asDevice().delete("/v1/devices/{id}", app.deviceId()).then().statusCode(204);
    Uni<Void> dying =
        pool.withTransaction(connection ->
            connection
                .query(
                    "select continue_erasures(now() + interval '15 min', '-infinity', '-infinity')")
                .execute()
                .chain(() -> Uni.createFrom().failure(new IllegalStateException("it dies here"))));

    // When
    assertThatThrownBy(() -> dying.await().indefinitely()).hasMessage("it dies here");

    // Then
    assertThat(rows(app)).isEqualTo(2);
    clock.setOffset(GRACE);
    awaitTombstones(app);
    assertThat(rows(app)).isZero();
  }

  @Test
  void deviceWithNothingOnItsScreenIsErasedAtOnce() {
    // Given
    InstalledApp app = InstalledApp.signedIn("erna");

    // When
    app.asDevice().delete("/v1/devices/{id}", app.deviceId()).then().statusCode(204);

    // Then
    assertThat(rows(app)).isZero();
    events.await(record -> record.key().equals(app.deviceId()) && record.value() == null);
  }

  @Test
  void deviceThatIsGoneIsUnknown() {
    // Given
    InstalledApp app = withEverything("erna");
    app.asDevice().delete("/v1/devices/{id}", app.deviceId()).then().statusCode(204);

    // When
    int again = asUser("erna").delete("/v1/devices/{id}", app.deviceId()).statusCode();
    int late = app.launch("{}").extract().statusCode();

    // Then
    assertThat(again).isEqualTo(404);
    assertThat(late).isEqualTo(401);
  }

  @Test
  void erasedUserLosesEveryDeviceAndIsAnnounced() {
    // Given
    InstalledApp phone = withEverything("frida");
    InstalledApp tablet = withEverything("frida");
    InstalledApp other = withEverything("gerd");

    // When
    int status = asUser("frida").delete("/v1/users/frida").statusCode();

    // Then
    assertThat(status).isEqualTo(204);
    events.awaitDevice(phone, device -> device.userId() == null);
    events.awaitDevice(tablet, device -> device.userId() == null);
    assertThat(announcedUsers()).doesNotContain("frida");
    clock.setOffset(GRACE);
    ConsumerRecord<String, byte[]> erased =
        events.await(record -> record.key().equals("frida") && record.value() != null);
    assertThat(TokenEvents.event(erased)).isInstanceOf(UserErased.class);
    awaitTombstones(phone);
    awaitTombstones(tablet);
    assertThat(rows(phone) + rows(tablet)).isZero();
    other.read().statusCode(200);
  }

  @Test
  void topicForgetsTheUserToo() {
    // Given
    asUser("franz").delete("/v1/users/franz").then().statusCode(204);
    events.await(record -> record.key().equals("franz") && record.value() != null);

    // When
    clock.setOffset(Duration.ofDays(8));

    // Then
    events.await(record -> record.key().equals("franz") && record.value() == null);
    assertThat(announcedUsers()).doesNotContain("franz");
  }

  @Test
  void operatorErasesAUserOnRequest() {
    // Given
    InstalledApp app = InstalledApp.signedIn("hugo");

    // When
    int status =
        given().header("Authorization", Logins.operator()).delete("/v1/users/hugo").statusCode();

    // Then
    assertThat(status).isEqualTo(204);
    assertThat(rows(app)).isZero();
  }

  @Test
  void loginFromBeforeAnErasureSignsNobodyInAndALaterOneDoes() {
    // Given
    String before = Logins.issuedAgo("ilse", Duration.ofMinutes(1));
    asUser("ilse").delete("/v1/users/ilse").then().statusCode(204);
    InstalledApp app = InstalledApp.fresh();

    // When
    int late =
        given()
            .header("Authorization", before)
            .contentType(ContentType.JSON)
            .body("{\"app\": \"com.example.tickets\", \"environment\": \"production\"}")
            .put("/v1/devices/{id}", app.deviceId())
            .statusCode();
    int later = app.signIn("ilse", "{}").extract().statusCode();

    // Then
    assertThat(late).isEqualTo(410);
    assertThat(later).isEqualTo(200);
  }

  @Test
  void reportFromBeforeAnErasureDoesNotBringTheDeviceBack() {
    // Given
    InstalledApp app = InstalledApp.fresh();
    app.signIn("jutta", "{\"sequence\": 5}").statusCode(200);
    app.asDevice().delete("/v1/devices/{id}", app.deviceId()).then().statusCode(204);

    // When
    int repeated = app.signIn("jutta", "{\"sequence\": 5}").extract().statusCode();
    long rowsThen = rows(app);
    int anew = app.signIn("jutta", "{\"sequence\": 6}").extract().statusCode();

    // Then
    assertThat(repeated).isEqualTo(410);
    assertThat(rowsThen).isZero();
    assertThat(anew).isEqualTo(200);
  }

  @Test
  void nextUserOfADeviceThatLeavesBeginsWithNothing() {
    // Given
    InstalledApp app = withEverything("karl");
    app.asDevice().delete("/v1/devices/{id}", app.deviceId()).then().statusCode(204);

    // When
    app.signIn("lena", "{}")
        .statusCode(200)
        .body("ownership", equalTo(1))
        .body("startTokens", anEmptyMap())
        .body("activities", hasSize(0));

    // Then
    awaitTombstones(app);
    events.awaitDevice(app, device -> "lena".equals(device.userId()));
    assertThat(events.seenOf(app)).extracting(DeviceChanged::version).isSorted();
  }

  private static RequestSpecification asUser(String userId) {
    return given().header("Authorization", Logins.user(userId));
  }

  private List<String> announcedUsers() {
    List<String> users = new ArrayList<>();
    pool.query("select user_id from user_erasures where announced_at is not null")
        .executeAndAwait()
        .forEach(row -> users.add(row.getString(0)));
    return users;
  }

  private static InstalledApp withEverything(String userId) {
    InstalledApp app = InstalledApp.fresh();
    String token = Tokens.fresh("ff66");
    app.signIn(
            userId,
            """
            {"startTokens": {"TicketAttributes": "%s"},
             "activities": [{"activityKitId": "card", "bookingId": "b-1", "state": "active",
                             "updateToken": "%s"}]}
            """
                .formatted(token, token))
        .statusCode(200);
    return app;
  }

  private void awaitTombstones(InstalledApp app) {
    events.await(record -> record.key().equals(app.deviceId()) && record.value() == null);
    events.await(record -> record.key().equals(app.deviceId() + "/card") && record.value() == null);
  }

  private static boolean lastStateHasAToken(List<ConsumerRecord<String, byte[]>> records) {
    return records.stream()
        .skip(records.size() - 4L)
        .filter(record -> record.value() != null)
        .map(TokenEvents::event)
        .anyMatch(ErasureComponentTest::hasToken);
  }

  private static boolean hasToken(TokenEvent event) {
    return switch (event) {
      case DeviceChanged device -> !device.startTokens().isEmpty();
      case ActivityChanged activity -> activity.updateToken() != null;
      case UserErased _ -> false;
    };
  }

  private long rows(InstalledApp app) {
    return pool.query(
            """
            select (select count(*) from devices where device_id = '%1$s')
              + (select count(*) from activity_instances where device_id = '%1$s')
              + (select count(*) from device_credentials where device_id = '%1$s')
            """
                .formatted(app.deviceId()))
        .executeAndAwait()
        .iterator()
        .next()
        .getLong(0);
  }
}
