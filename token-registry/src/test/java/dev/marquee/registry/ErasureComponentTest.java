package dev.marquee.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.contracts.token.TokenEvent.UserErased;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
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
  @Inject Pool pool;

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
  void erasedDeviceLetsGoOfItsTokensAndEndsInTombstones() {
    // Given
    InstalledApp app = withEverything("erna");

    // When
    int status = app.asDevice().delete("/v1/devices/{id}", app.deviceId()).statusCode();

    // Then
    assertThat(status).isEqualTo(204);
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
  void deviceThatIsGoneIsUnknown() {
    // Given
    InstalledApp app = withEverything("erna");
    app.asDevice().delete("/v1/devices/{id}", app.deviceId()).then().statusCode(204);

    // When
    int again =
        given()
            .header("Authorization", Logins.user("erna"))
            .delete("/v1/devices/{id}", app.deviceId())
            .statusCode();
    int late = app.launch("{}").extract().statusCode();

    // Then
    assertThat(again).isEqualTo(404);
    assertThat(late).isEqualTo(401);
    assertThat(rows(app)).isZero();
  }

  @Test
  void erasedUserLosesEveryDeviceAndIsAnnounced() {
    // Given
    InstalledApp phone = withEverything("frida");
    InstalledApp tablet = withEverything("frida");
    InstalledApp other = withEverything("gerd");

    // When
    int status =
        given()
            .header("Authorization", Logins.user("frida"))
            .delete("/v1/users/frida")
            .statusCode();

    // Then
    assertThat(status).isEqualTo(204);
    ConsumerRecord<String, byte[]> erased =
        events.await(record -> record.key().equals("frida") && record.value() != null);
    assertThat(TokenEvents.event(erased)).isInstanceOf(UserErased.class);
    awaitTombstones(phone);
    awaitTombstones(tablet);
    assertThat(rows(phone) + rows(tablet)).isZero();
    other.read().statusCode(200);
  }

  @Test
  void operatorErasesAUserOnRequest() {
    // Given
    InstalledApp app = withEverything("hugo");

    // When
    int status =
        given().header("Authorization", Logins.operator()).delete("/v1/users/hugo").statusCode();

    // Then
    assertThat(status).isEqualTo(204);
    assertThat(rows(app)).isZero();
  }

  @Test
  void deviceMadeAnewGoesOnAboveTheVersionsThatConsumersKnow() {
    // Given
    InstalledApp app = withEverything("ina");
    app.asDevice().delete("/v1/devices/{id}", app.deviceId()).then().statusCode(204);
    awaitTombstones(app);
    long known = events.seenOf(app).stream().mapToLong(DeviceChanged::version).max().orElseThrow();

    // When
    app.signIn("ina", "{}").statusCode(200);

    // Then
    assertThat(events.awaitDevice(app, device -> device.version() > known).userId())
        .isEqualTo("ina");
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
