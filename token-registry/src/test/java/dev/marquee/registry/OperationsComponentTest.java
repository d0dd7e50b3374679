package dev.marquee.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators see, and what many apps at once do. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class OperationsComponentTest {
  private static final int REPORTS = 60;
  private static final int CONNECTIONS = 6;

  @Test
  void isReadyOnceTheTopicIsThere() {
    // When
    var answer = given().get("/q/health/ready").then();

    // Then
    answer
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks.name", hasItem("topic token-events"));
  }

  @Test
  void outboxIsMeasured() {
    // When
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();

    // Then
    assertThat(metrics).contains("marquee_outbox_depth", "marquee_outbox_oldest_age_seconds");
  }

  @Test
  void apiDescribesItselfAsTheRepositorySays() throws Exception {
    // When
    String description = given().get("/q/openapi").then().statusCode(200).extract().asString();

    // Then
    Files.writeString(Path.of("target", "registry-openapi.yaml"), description);
    assertThat(description)
        .as("copy target/registry-openapi.yaml to docs/registry-openapi.yaml if that is meant")
        .isEqualTo(Files.readString(Path.of("..", "docs", "registry-openapi.yaml")));
  }

  @Test
  void reportsThatRaceArriveInTheOrderOfTheirVersionsAndEndWithTheGreatestSequence()
      throws Exception {
    // Given
    InstalledApp app = InstalledApp.signedIn("otto");
    List<Callable<Integer>> reports =
        IntStream.rangeClosed(1, REPORTS)
            .mapToObj(sequence -> (Callable<Integer>) () -> rotate(app, sequence))
            .toList();

    // When
    List<Future<Integer>> answers;
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      answers = threads.invokeAll(reports);
    }

    // Then
    for (Future<Integer> answer : answers) {
      assertThat(answer.resultNow()).isEqualTo(200);
    }
    try (TokenEvents events = new TokenEvents("token-events")) {
      events.awaitDevice(
          app,
          device ->
              !device.startTokens().isEmpty()
                  && TokenEvents.ticketToken(device).token().hex().equals(token(REPORTS)));
      assertThat(events.seenOf(app)).extracting(DeviceChanged::version).isSorted();
    }
  }

  private static int rotate(InstalledApp app, int sequence) {
    return app.putStartToken(
            "TicketAttributes",
            "{\"token\": \"%s\", \"sequence\": %d}".formatted(token(sequence), sequence))
        .extract()
        .statusCode();
  }

  private static String token(int sequence) {
    return "%064x".formatted(sequence);
  }
}
