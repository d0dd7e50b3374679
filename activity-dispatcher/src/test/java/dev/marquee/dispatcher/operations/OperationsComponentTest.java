package dev.marquee.dispatcher.operations;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.marquee.dispatcher.testing.Operators;
import dev.marquee.dispatcher.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RealParts.class)
@Timeout(120)
class OperationsComponentTest {
  @Inject Pool pool;

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/bookings/b-1", "/v1/dead-letters", "/v1/forecast", "/v1/lanes", "/v1/pauses"})
  void nobodyButAnOperatorGetsAnAnswer(String path) {
    given().get(path).then().statusCode(401);
    given().header("Authorization", Operators.bearerOfUser("ada")).get(path).then().statusCode(403);
  }

  @Test
  void aBookingThatNobodyKnowsHasNoActivities() {
    given()
        .header("Authorization", Operators.bearer("on-call"))
        .get("/v1/bookings/unheard-of")
        .then()
        .statusCode(200)
        .body("activities", empty());
  }

  @Test
  void lanesAreListed() {
    given()
        .header("Authorization", Operators.bearer("on-call"))
        .get("/v1/lanes")
        .then()
        .statusCode(200)
        .body("lanes", notNullValue());
  }

  @Test
  void deadLettersAreListedByTheirFilter() {
    given()
        .header("Authorization", Operators.bearer("on-call"))
        .queryParam("cause", "surely no reason of this kind")
        .get("/v1/dead-letters")
        .then()
        .statusCode(200)
        .body("deadLetters", empty());
  }

  @Test
  void aReplayCountsOnlyUnlessItIsToldOtherwise() {
    given()
        .header("Authorization", Operators.bearer("on-call"))
        .queryParam("app", "com.example.nobody")
        .post("/v1/dead-letters/replay")
        .then()
        .statusCode(200)
        .body("dryRun", equalTo(true))
        .body("found", equalTo(0));
  }

  @Test
  void aReplayWaitsForTheOneBefore() {
    // Given
    pool.query(
            "insert into replays (asked_at, asked_by, found, replayed, skipped, spread_until) values"
                + " (now(), 'a colleague', 9, 9, 0, now() + interval '50 seconds')")
        .executeAndAwait();

    // When
    var answer =
        given()
            .header("Authorization", Operators.bearer("on-call"))
            .queryParam("app", "com.example.nobody")
            .queryParam("dryRun", false)
            .post("/v1/dead-letters/replay");

    // Then
    pool.query("delete from replays where asked_by = 'a colleague'").executeAndAwait();
    answer
        .then()
        .statusCode(429)
        .contentType("application/problem+json")
        .header("Retry-After", Integer::parseInt, allOf(greaterThan(0), lessThanOrEqualTo(51)))
        .body("detail", containsString("an earlier replay is spread over time until"));
  }

  @Test
  void aTimeThatIsNoneIsExplained() {
    given()
        .header("Authorization", Operators.bearer("on-call"))
        .queryParam("since", "yesterday")
        .get("/v1/dead-letters")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("since is a time such as 2026-12-04T18:30:00Z"));
  }

  @Test
  void theForecastLooksADayAheadUnlessItIsToldOtherwise() {
    given()
        .header("Authorization", Operators.bearer("on-call"))
        .get("/v1/forecast")
        .then()
        .statusCode(200)
        .body("hours", notNullValue())
        .body("starts.total", notNullValue());
    given()
        .header("Authorization", Operators.bearer("on-call"))
        .queryParam("hours", 169)
        .get("/v1/forecast")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("hours is from 1 to 168"));
  }
}
