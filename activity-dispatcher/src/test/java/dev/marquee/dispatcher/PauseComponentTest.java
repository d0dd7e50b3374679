package dev.marquee.dispatcher;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.marquee.dispatcher.testing.Operators;
import dev.marquee.dispatcher.testing.RealParts;
import dev.marquee.dispatcher.testing.Ticket;
import dev.marquee.dispatcher.testing.Upstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator holds a booking back over HTTP while events go on arriving. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
@Timeout(120)
class PauseComponentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Upstream upstream;

  @BeforeEach
  void connect() {
    upstream = new Upstream(RealParts.kafka().bootstrapServers());
  }

  @AfterEach
  void disconnect() {
    upstream.close();
  }

  @Test
  void whatIsPausedGoesOutOnceWithItsNewestState() {
    // Given
    Ticket ticket = new Ticket(Duration.ofHours(1));
    upstream.publish(ticket.deviceWithStartToken());
    upstream.publish(ticket.confirmed());
    await().atMost(PATIENCE).until(() -> ticket.pushes().size() == 1);
    upstream.publish(ticket.cardWithUpdateToken());
    String path = "/v1/pauses/booking:" + ticket.booking();
    operator().body("{\"reason\": \"the gate is disputed\"}").put(path).then().statusCode(200);
    upstream.publish(ticket.showGate("B", Duration.ofMinutes(3)));
    await().atMost(PATIENCE).until(() -> operator().get(path).jsonPath().getLong("held") == 1);
    upstream.publish(ticket.showGate("C", Duration.ofMinutes(2)));
    Ticket neighbour = new Ticket(Duration.ofHours(1));
    upstream.publish(neighbour.deviceWithStartToken());
    upstream.publish(neighbour.confirmed());
    await().atMost(PATIENCE).until(() -> neighbour.pushes().size() == 1);
    List<String> whilePaused = ticket.pushes();
    operator()
        .get("/v1/bookings/" + ticket.booking())
        .then()
        .body("activities[0].held", containsString("is paused by on-call: the gate is disputed"));

    // When
    operator().delete(path).then().statusCode(200).body("by", equalTo("on-call"));

    // Then
    assertThat(whilePaused).containsExactly("start A");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(ticket.pushes()).containsExactly("start A", "update C"));
    operator().delete(path).then().statusCode(404).body("detail", containsString("is not paused"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense  | {"reason": "x"}                                  | not a scope
          show:s-1  | {}                                               | reason is a text
          show:s-1  | {"reason": "x", "until": "tomorrow"}             | until is a time such as
          show:s-1  | {"reason": "x", "until": "2020-01-01T00:00:00Z"} | until is in the past
          """)
  void aPauseThatMakesNoSenseIsExplained(String scope, String body, String detail) {
    operator()
        .body(body)
        .put("/v1/pauses/" + scope)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(detail));
  }

  private static RequestSpecification operator() {
    return given()
        .header("Authorization", Operators.bearer("on-call"))
        .contentType(ContentType.JSON);
  }
}
