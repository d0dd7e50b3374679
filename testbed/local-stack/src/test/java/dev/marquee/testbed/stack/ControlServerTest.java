package dev.marquee.testbed.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.clock.BusinessClock;
import dev.marquee.clock.OffsetFollower;
import dev.marquee.testbed.apns.TokenDirectory;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.PhoneProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControlServerTest {

  private final int port = StackPorts.free().control();
  private final StackClock clock = new StackClock();
  private final TokenDirectory tokens = new TokenDirectory();
  private final PhoneFleet phones = PhoneFleet.builder(tokens).build();
  private final HttpClient http = HttpClient.newHttpClient();
  private ControlServer server;

  @BeforeEach
  void start() throws IOException {
    phones.addPhone(PhoneProfile.of("Ada's <iPhone>", "ada"), TicketApp.definition());
    server = ControlServer.start(port, clock, new PhonesReport(phones));
  }

  @AfterEach
  void stop() {
    server.close();
    phones.close();
    http.close();
  }

  @Test
  void tellsBusinessTime() throws Exception {
    // Given
    clock.advanceBy(Duration.ofMinutes(5));

    // When
    HttpResponse<String> response = send(request("/clock").build());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).startsWith("{\"version\":1,\"offsetMillis\":300000,\"now\":\"");
  }

  @Test
  void movesTheClockOfAFollowingService() throws Exception {
    // Given
    BusinessClock service = BusinessClock.system();
    try (OffsetFollower follower =
        OffsetFollower.start(service, uri("/clock"), "activity-dispatcher-1")) {
      follower.awaitFirstOffset(Duration.ofSeconds(10));

      // When
      HttpResponse<String> response = send(put("{\"offsetMillis\":86400000}"));

      // Then
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(service.offset()).isEqualTo(Duration.ofDays(1));
    }
  }

  @Test
  void movesToATimeThatSomebodyNames() throws Exception {
    // Given
    Instant curtain = clock.now().plus(Duration.ofDays(12));

    // When
    HttpResponse<String> response = send(put("{\"now\":\"" + curtain + "\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(clock.now()).isBetween(curtain.minusSeconds(10), curtain.plusSeconds(10));
  }

  @Test
  void saysWhatAClockCanBeTold() throws Exception {
    // When
    HttpResponse<String> response = send(put("{\"now\":\"tomorrow\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("{\"offsetMillis\":3600000}");
  }

  @Test
  void leadsAVisitorToThePage() throws Exception {
    // When
    HttpResponse<String> root = send(request("/").build());
    HttpResponse<String> phones = send(request("/phones").header("Accept", "text/html").build());

    // Then
    assertThat(root.statusCode()).isEqualTo(302);
    assertThat(root.headers().firstValue("Location")).hasValue("/phones/");
    assertThat(phones.statusCode()).isEqualTo(302);
    assertThat(phones.headers().firstValue("Location")).hasValue("/phones/");
  }

  @Test
  void servesWhatIsAddedToIt() throws Exception {
    // Given
    server.serve(
        "/phones/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });

    // When
    HttpResponse<String> response = send(request("/phones/").build());

    // Then
    assertThat(response.statusCode()).isEqualTo(204);
  }

  @Test
  void showsThePhonesToPrograms() throws Exception {
    // When
    HttpResponse<String> response = send(request("/phones").build());

    // Then
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(new ObjectMapper().readTree(response.body()).at("/0/userId").asText())
        .isEqualTo("ada");
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpRequest put(String body) {
    return request("/clock").PUT(BodyPublishers.ofString(body)).build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }
}
