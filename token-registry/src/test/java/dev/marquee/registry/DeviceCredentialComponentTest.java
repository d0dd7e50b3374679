package dev.marquee.registry;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The credential that outlives its user's login. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class DeviceCredentialComponentTest {
  @Inject Pool pool;

  @Test
  void appWokenInDecemberReportsWithALoginFromMarch() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");

    // When
    int withLogin =
        given()
            .header("Authorization", Logins.expired("anna"))
            .contentType(ContentType.JSON)
            .body("{\"token\": \"ab12\"}")
            .put("/v1/devices/{id}/start-tokens/TicketAttributes", app.deviceId())
            .statusCode();
    int withCredential =
        app.putStartToken("TicketAttributes", "{\"token\": \"ab12\"}").extract().statusCode();

    // Then
    assertThat(withLogin).isEqualTo(401);
    assertThat(withCredential).isEqualTo(200);
  }

  @Test
  void credentialIsNotHandedOutTwiceForTheAsking() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");

    // When
    var answer = app.launch("{}");

    // Then
    answer.statusCode(200).body("deviceCredential", nullValue());
  }

  @Test
  void credentialOfOneDeviceOpensNoOther() {
    // Given
    InstalledApp mine = InstalledApp.signedIn("anna");
    InstalledApp alsoMine = InstalledApp.signedIn("anna");

    // When
    var answer = mine.asDevice().get("/v1/devices/{id}", alsoMine.deviceId()).then();

    // Then
    answer
        .statusCode(403)
        .body("type", equalTo("urn:marquee:problem:credential-of-another-device"));
  }

  @Test
  void credentialErasesNoUser() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna-with-credential");

    // When
    int status = app.asDevice().delete("/v1/users/anna-with-credential").statusCode();

    // Then
    assertThat(status).isEqualTo(403);
    app.read().statusCode(200);
  }

  @Test
  void lostAnswerOfASignInLeavesTheOldCredentialValid() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.read().statusCode(200);

    // When
    app.signInWithoutHearingBack("anna");

    // Then
    app.read().statusCode(200);
  }

  @Test
  void newCredentialInUseRevokesTheOldOne() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    app.read().statusCode(200);
    String old = app.credential();
    app.signIn("anna", "{}").statusCode(200);

    // When
    app.read().statusCode(200);

    // Then
    int status =
        given()
            .header("Authorization", "Device " + old)
            .get("/v1/devices/{id}", app.deviceId())
            .statusCode();
    assertThat(status).isEqualTo(401);
  }

  @Test
  void revokedCredentialOpensNothingUntilTheNextSignIn() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");

    // When
    int revoked =
        given()
            .header("Authorization", Logins.user("anna"))
            .delete("/v1/devices/{id}/credential", app.deviceId())
            .statusCode();

    // Then
    assertThat(revoked).isEqualTo(204);
    app.read().statusCode(401);
    app.signIn("anna", "{}").statusCode(200).body("ownership", equalTo(1));
    app.read().statusCode(200);
  }

  @Test
  void operatorRevokesACredentialAndAStrangerDoesNot() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    String credential = "/v1/devices/" + app.deviceId() + "/credential";

    // When
    int byStranger =
        given().header("Authorization", Logins.user("mallory")).delete(credential).statusCode();
    int stillValid = app.read().extract().statusCode();
    int byOperator =
        given().header("Authorization", Logins.operator()).delete(credential).statusCode();

    // Then
    assertThat(List.of(byStranger, stillValid, byOperator)).containsExactly(404, 200, 204);
    app.read().statusCode(401);
  }

  @Test
  void onlyTheHashOfACredentialIsStored() throws Exception {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(app.credential().getBytes(UTF_8));

    // When
    String stored =
        pool.query(
                "select encode(credential_hash, 'hex') from device_credentials where device_id = '"
                    + app.deviceId()
                    + "'")
            .executeAndAwait()
            .iterator()
            .next()
            .getString(0);

    // Then
    assertThat(stored).isEqualTo(HexFormat.of().formatHex(hash));
  }
}
