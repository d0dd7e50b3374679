package dev.marquee.registry;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An app on a phone, as far as the registry can tell: an id, perhaps a credential, and requests.
 */
final class InstalledApp {
  private static final AtomicInteger INSTALLS = new AtomicInteger();
  private static final Set<String> CREDENTIALS = ConcurrentHashMap.newKeySet();

  private final String deviceId = "phone-" + INSTALLS.incrementAndGet();
  private String credential = "none";

  private InstalledApp() {}

  /** A fresh install that nobody signed in on. */
  static InstalledApp fresh() {
    return new InstalledApp();
  }

  /** An install that a user signed in on, and that has said nothing else. */
  static InstalledApp signedIn(String userId) {
    InstalledApp app = fresh();
    app.signIn(userId, "{}").statusCode(200);
    return app;
  }

  /** All that installs were handed out so far. */
  static Set<String> credentials() {
    return CREDENTIALS;
  }

  String deviceId() {
    return deviceId;
  }

  String credential() {
    return credential;
  }

  /** Signs a user in, with these facts over the usual ones; keeps the credential of the answer. */
  ValidatableResponse signIn(String userId, String facts) {
    ValidatableResponse answer =
        given()
            .header("Authorization", Logins.user(userId))
            .contentType(ContentType.JSON)
            .body(withUsualFacts(facts))
            .put("/v1/devices/{id}", deviceId)
            .then();
    String issued = answer.extract().path("deviceCredential");
    if (issued != null) {
      credential = issued;
      CREDENTIALS.add(issued);
    }
    return answer;
  }

  /** Signs a user in, but the answer is lost on its way. */
  void signInWithoutHearingBack(String userId) {
    String kept = credential;
    signIn(userId, "{}").statusCode(200);
    credential = kept;
  }

  /** The sync at launch, with the credential. */
  ValidatableResponse launch(String facts) {
    return asDevice().body(withUsualFacts(facts)).put("/v1/devices/{id}", deviceId).then();
  }

  ValidatableResponse putStartToken(String attributesType, String body) {
    return asDevice()
        .body(body)
        .put("/v1/devices/{id}/start-tokens/{type}", deviceId, attributesType)
        .then();
  }

  ValidatableResponse withdrawStartToken(String attributesType, String body) {
    return asDevice()
        .body(body)
        .delete("/v1/devices/{id}/start-tokens/{type}", deviceId, attributesType)
        .then();
  }

  ValidatableResponse putActivity(String activityKitId, String body) {
    return asDevice()
        .body(body)
        .put("/v1/devices/{id}/activities/{kit}", deviceId, activityKitId)
        .then();
  }

  ValidatableResponse read() {
    return asDevice().get("/v1/devices/{id}", deviceId).then();
  }

  /** A request in JSON with the device credential. */
  RequestSpecification asDevice() {
    return given().header("Authorization", "Device " + credential).contentType(ContentType.JSON);
  }

  private static String withUsualFacts(String facts) {
    String more = facts.strip().substring(1);
    String separator = more.startsWith("}") ? "" : ",";
    return """
    {"app": "com.example.tickets", "environment": "production"%s %s\
    """
        .formatted(separator, more);
  }
}
