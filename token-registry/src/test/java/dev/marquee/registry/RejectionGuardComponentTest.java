package dev.marquee.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.hasKey;

import dev.marquee.clock.BusinessClock;
import dev.marquee.contracts.outcome.TokenRejected.TokenKind;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A spike of rejections, and the operator who looks at it. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class RejectionGuardComponentTest {
  private static final TokenKind START = new TokenKind.Start("TicketAttributes");

  @Inject BusinessClock clock;
  @Inject Producer<byte[], byte[]> producer;
  @Inject Pool pool;

  private TokenEvents events;

  private record Phone(InstalledApp app, String token, DeviceChanged known) {}

  @BeforeEach
  void listen() {
    events = new TokenEvents("token-events");
  }

  @AfterEach
  void closeTheGuard() {
    events.close();
    pool.query("update rejection_guard set tripped_at = null, dropped = 0").executeAndAwait();
    pool.query("delete from held_rejections").executeAndAwait();
  }

  @Test
  void spikeOfRejectionsTripsTheGuardAndTheRestIsHeldUntilAnOperatorLetsItBeJudged()
      throws Exception {
    // Given
    List<Phone> phones = new ArrayList<>();
    for (int phone = 0; phone < RegistryBackends.REJECTIONS_THAT_TRIP; phone++) {
      phones.add(withStartToken());
    }
    Phone last = withStartToken();
    for (Phone phone : phones) {
      reject(phone);
    }
    await().until(this::tripped);

    // When
    reject(last);
    await().until(() -> held() == 1);

    // Then
    last.app.read().body("startTokens", hasKey("TicketAttributes"));
    await()
        .untilAsserted(() ->
            assertThat(given().get("/q/metrics").asString())
                .contains(
                    "marquee_registry_rejection_guard_tripped 1.0",
                    "marquee_registry_rejections_held 1.0"));
    assertThat(given().get("/q/health/ready").then().statusCode(200).extract().asString())
        .contains("trippedAt");
    release("judge");
    events.awaitDevice(
        last.app,
        device -> device.version() > last.known.version() && device.startTokens().isEmpty());
    last.app.read().body("startTokens", anEmptyMap());
    assertThat(tripped()).isFalse();
  }

  @Test
  void heldRejectionsThatWereAMistakeAreAnsweredWithTheTokenKept() throws Exception {
    // Given
    Phone phone = withStartToken();
    pool.query("update rejection_guard set tripped_at = now()").executeAndAwait();
    reject(phone);
    reject(phone);
    await().until(() -> held() == 1);

    // When
    release("keep");

    // Then
    DeviceChanged answer =
        events.awaitDevice(phone.app, device -> device.version() > phone.known.version());
    assertThat(answer.startTokens()).isEqualTo(phone.known.startTokens());
    await().until(() -> count("select count(*) from held_rejections") == 0);
  }

  @Test
  void onlyOperatorsSeeAndReleaseWhatIsHeld() {
    // When
    int asUser =
        given()
            .header("Authorization", Logins.user("mallory"))
            .get("/v1/rejection-guard")
            .statusCode();
    int asDevice = InstalledApp.signedIn("anna").asDevice().get("/v1/rejection-guard").statusCode();
    int asNobody = given().get("/v1/rejection-guard").statusCode();
    int undecided =
        asOperator().body("{}").post("/v1/rejection-guard/release").then().extract().statusCode();

    // Then
    assertThat(List.of(asUser, asDevice, asNobody, undecided)).containsExactly(403, 403, 401, 400);
  }

  private Phone withStartToken() {
    InstalledApp app = InstalledApp.fresh();
    String token = Tokens.fresh("dead");
    app.signIn("gina", "{\"startTokens\": {\"TicketAttributes\": \"%s\"}}".formatted(token))
        .statusCode(200);
    return new Phone(app, token, events.awaitDevice(app, _ -> true));
  }

  private void reject(Phone phone) throws Exception {
    Instant now = clock.instant();
    Rejections.report(producer, phone.app, START, phone.token, now, now);
  }

  private boolean tripped() {
    return asOperator().get("/v1/rejection-guard").path("trippedAt") != null;
  }

  private long held() {
    return count("select count(*) from held_rejections where verdict is null");
  }

  private static void release(String verdict) {
    asOperator()
        .body("{\"verdict\": \"%s\"}".formatted(verdict))
        .post("/v1/rejection-guard/release")
        .then()
        .statusCode(200);
  }

  private static RequestSpecification asOperator() {
    return given().header("Authorization", Logins.operator()).contentType(ContentType.JSON);
  }

  private long count(String sql) {
    return pool.query(sql).executeAndAwait().iterator().next().getLong(0);
  }
}
