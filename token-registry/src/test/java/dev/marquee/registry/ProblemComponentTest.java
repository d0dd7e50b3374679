package dev.marquee.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API answers to requests that are wrong, hostile or out of place. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class ProblemComponentTest {
  private static final String DEVICE = "/v1/devices/problem-phone";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"environment": "production"}                                       | app
          {"app": "com.x.push-type.liveactivity", "environment": "sandbox"}   | app
          {"app": "com.x"}                                                    | environment
          {"app": "com.x", "environment": "staging"}                          | environment
          {"app": 5, "environment": "sandbox"}                                | app
          {"app": "com.x", "environment": "sandbox", "sequence": -1}          | sequence
          {"app": "com.x", "environment": "sandbox", "observedAt": "noon"}    | observedAt
          {"app": "com.x", "environment": "sandbox", "startTokens": {"T": "abc"}}  | startTokens.T
          {"app": "com.x", "environment": "sandbox", "startTokens": {"T": "xyz0"}} | startTokens.T
          {"app": "com.x", "environment": "sandbox", "startTokens": {"T": ""}}     | startTokens.T
          {"app": "com.x", "environment": "sandbox", "startTokens": {"T": 12}}     | startTokens.T
          {"app": "com.x", "environment": "sandbox", "startTokens": {"no type": "ab"}} | startTokens
          {"app": "com.x", "environment": "sandbox", "activities": [{"bookingId": "b"}]} | activities.0.activityKitId
          """)
  void invalidFieldIsNamed(String body, String field) {
    // When
    ValidatableResponse answer = asUser().body(body).put(DEVICE).then();

    // Then
    answer
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:marquee:problem:invalid-report"))
        .body("field", equalTo(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "\"text\"", "{} {}", "{\"app\":\"a\",\"app\":\"b\"}"})
  void whatIsNoJsonObjectIsRefused(String body) {
    // When
    ValidatableResponse answer = asUser().body(body).put(DEVICE).then();

    // Then
    answer.statusCode(400).body("type", equalTo("urn:marquee:problem:invalid-report"));
  }

  @Test
  void deeplyNestedBodyIsRefusedBeforeItIsRead() {
    // Given
    String body = "{\"x\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";

    // When
    ValidatableResponse answer = asUser().body(body).put(DEVICE).then();

    // Then
    answer.statusCode(400);
  }

  @Test
  void tokenLongerThanAnyIsRefusedWithoutQuotingIt() {
    // Given
    String token = "ab".repeat(257);

    // When
    ValidatableResponse answer =
        asUser()
            .body("{\"token\": \"%s\"}".formatted(token))
            .put(DEVICE + "/start-tokens/T")
            .then();

    // Then
    answer.statusCode(400).body(not(containsString("abab")));
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBackAndOthersAreServed() {
    // Given
    InstalledApp greedy = InstalledApp.signedIn("paula");
    InstalledApp patient = InstalledApp.signedIn("paul");
    int requests = 0;

    // When
    ValidatableResponse answer = greedy.read();
    while (requests < 2_000 && answer.extract().statusCode() == 200) {
      requests++;
      answer = greedy.read();
    }

    // Then
    answer
        .statusCode(429)
        .contentType("application/problem+json")
        .header("Retry-After", "1")
        .body("type", equalTo("urn:marquee:problem:too-many-requests"));
    assertThat(requests).isGreaterThanOrEqualTo(100);
    patient.read().statusCode(200);
  }

  @Test
  void answersTellBrowsersToDoNothingWithThem() {
    // When
    var answer = InstalledApp.signedIn("paul").read();

    // Then
    answer
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .header("Access-Control-Allow-Origin", nullValue());
  }

  @Test
  void hugeBodyIsRefused() {
    // Given
    String body = "{\"x\": \"%s\"}".formatted("x".repeat(100_000));

    // When
    ValidatableResponse answer = asUser().body(body).put(DEVICE).then();

    // Then
    answer
        .statusCode(413)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:marquee:problem:too-large"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer x", "Bearer ", "Device ", "Device x", "Basic eDp5"})
  void whoeverShowsNothingValidIsUnauthenticated(String authorization) {
    // When
    ValidatableResponse answer = given().header("Authorization", authorization).get(DEVICE).then();

    // Then
    answer
        .statusCode(401)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:marquee:problem:unauthenticated"));
  }

  @Test
  void frameworksOwnErrorsAreProblemsToo() {
    // When
    int unsupported =
        given()
            .header("Authorization", Logins.user("petra"))
            .contentType(ContentType.TEXT)
            .body("x")
            .put(DEVICE)
            .then()
            .body("type", equalTo("urn:marquee:problem:unsupported-media-type"))
            .extract()
            .statusCode();
    int notAllowed =
        asUser()
            .post(DEVICE)
            .then()
            .body("type", equalTo("urn:marquee:problem:method-not-allowed"))
            .extract()
            .statusCode();
    int nothingHere =
        asUser()
            .get("/v1/nothing")
            .then()
            .body("type", equalTo("urn:marquee:problem:no-such-resource"))
            .extract()
            .statusCode();
    int notAcceptable =
        asUser()
            .accept("image/png")
            .get(DEVICE)
            .then()
            .body("type", equalTo("urn:marquee:problem:not-acceptable"))
            .extract()
            .statusCode();

    // Then
    assertThat(new int[] {unsupported, notAllowed, nothingHere, notAcceptable})
        .containsExactly(415, 405, 404, 406);
  }

  @Test
  void deviceIdThatWouldNotFitAKeyIsRefused() {
    // When
    ValidatableResponse answer = asUser().get("/v1/devices/{id}", "a b").then();

    // Then
    answer.statusCode(400).body("field", equalTo("deviceId"));
  }

  private static RequestSpecification asUser() {
    return given().header("Authorization", Logins.user("petra")).contentType(ContentType.JSON);
  }
}
