package dev.marquee.testbed.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.marquee.testbed.apns.TokenDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The registry's API as the app speaks it, against a server that only notes it down. */
@Timeout(30)
class HttpAppBackendTest {
  private final HttpServer registry;
  private final HttpAppBackend backend;
  private final PhoneFleet fleet;
  private final VirtualPhone phone;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);

  private record Call(String line, String authorization, JsonNode body) {}

  HttpAppBackendTest() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", this::note);
    registry.start();
    URI uri = URI.create("http://localhost:" + registry.getAddress().getPort());
    backend = new HttpAppBackend(uri, userId -> "jwt-of-" + userId);
    fleet =
        PhoneFleet.builder(new TokenDirectory()).clock(() -> Scene.NOW).backend(backend).build();
    phone = fleet.addPhone(PhoneProfile.of("Anna's iPhone", "anna"), Scene.APP);
  }

  @BeforeEach
  void signIn() {
    phone.signIn();
  }

  @AfterEach
  void close() {
    fleet.close();
    backend.close();
    registry.stop(0);
  }

  private void note(HttpExchange exchange) throws IOException {
    JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
    calls.add(
        new Call(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            exchange.getRequestHeaders().getFirst("authorization"),
            body));
    byte[] answer =
        "{\"deviceCredential\":\"dc-1\",\"title\":\"Bad request\"}"
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status.get(), answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Test
  void signsInWithTheUsersToken() throws Exception {
    // When
    await().until(() -> fleet.pendingReports() == 0);

    // Then
    Call call = calls.getFirst();
    assertThat(call.line()).isEqualTo("PUT /v1/devices/" + phone.deviceId());
    assertThat(call.authorization()).isEqualTo("Bearer jwt-of-anna");
    assertThat(call.body())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"app":"com.example.tickets","environment":"production","osVersion":"26.1","appVersion":"3.1",
                     "locale":"en","timeZone":"Europe/Berlin","activitiesEnabled":true,
                     "frequentUpdatesEnabled":true,"startTokens":{"TicketAttributes":"%s"},"activities":[],
                     "sequence":1,"observedAt":"2026-11-22T10:00:00Z"}
                    """
                        .formatted(phone.startToken("TicketAttributes").orElseThrow())));
  }

  @Test
  void reportsARotatedStartTokenUnderTheDeviceCredential() {
    // When
    phone.rotateStartToken("TicketAttributes");
    await().until(() -> fleet.pendingReports() == 0);

    // Then
    Call call = calls.getLast();
    assertThat(call.line())
        .isEqualTo("PUT /v1/devices/" + phone.deviceId() + "/start-tokens/TicketAttributes");
    assertThat(call.authorization()).isEqualTo("Device dc-1");
    assertThat(call.body().path("token").asText())
        .isEqualTo(phone.startToken("TicketAttributes").orElseThrow());
    assertThat(call.body().path("sequence").asLong()).isEqualTo(2);
  }

  @Test
  void sendsNullForEachTokenOfABadApp() {
    // Given
    phone.reportsWith(Set.of(BadHabit.SENDS_NULL_TOKENS));

    // When
    phone.rotateStartToken("TicketAttributes");
    phone.openApp();
    await().until(() -> fleet.pendingReports() == 0);

    // Then
    Call rotated = calls.get(calls.size() - 2);
    assertThat(rotated.authorization()).isEqualTo("Device dc-1");
    assertThat(rotated.body().path("token").isNull()).isTrue();
    assertThat(calls.getLast().body().at("/startTokens/TicketAttributes").isNull()).isTrue();
  }

  @Test
  void tellsWhatTheRegistryHadAgainstIt() {
    // Given
    await().until(() -> fleet.pendingReports() == 0);
    status.set(422);

    // When
    phone.openApp();
    await().until(() -> fleet.pendingReports() == 0);

    // Then
    assertThat(phone.refusedReports())
        .singleElement()
        .asString()
        .endsWith("refused with 422: Bad request");
  }

  @Test
  void reportsACardThatAPushStarted() throws Exception {
    try (Scene scene = new Scene();
        PhoneFleet behindApns =
            PhoneFleet.builder(scene.provider.apns.tokens())
                .clock(scene.provider.time)
                .backend(backend)
                .build()) {
      // Given
      VirtualPhone other = behindApns.addPhone(PhoneProfile.of("Ben's iPhone", "ben"), Scene.APP);
      other.signIn();

      // When
      scene.send(other.startToken("TicketAttributes").orElseThrow(), scene.startBody("b-1"));
      await().until(() -> behindApns.pendingReports() == 0);

      // Then
      String id = other.cards().getFirst().activityKitId();
      Call call = calls.getLast();
      assertThat(call.line())
          .isEqualTo("PUT /v1/devices/" + other.deviceId() + "/activities/" + id);
      assertThat(call.body().path("bookingId").asText()).isEqualTo("b-1");
      assertThat(call.body().path("attributesType").asText()).isEqualTo("TicketAttributes");
      assertThat(call.body().path("state").asText()).isEqualTo("active");
      assertThat(call.body().path("updateToken").asText())
          .isEqualTo(other.updateToken(id).orElseThrow());
    }
  }
}
