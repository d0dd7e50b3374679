package dev.marquee.testbed.apns.control;

import static dev.marquee.testbed.apns.Provider.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultRule;
import dev.marquee.testbed.apns.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApnsControlTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Provider provider = new Provider();
  private final ApnsControlServer control;
  private final HttpClient http = HttpClient.newHttpClient();

  ApnsControlTest() throws IOException {
    control = ApnsControlServer.start(provider.apns, 0);
  }

  @AfterEach
  void close() {
    http.close();
    control.close();
    provider.close();
  }

  private record Reply(int status, JsonNode json) {}

  private Reply send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(control.address() + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), JSON.readTree(response.body()));
  }

  private JsonNode get(String path) throws Exception {
    return send("GET", path, "").json();
  }

  @Test
  void injectsAFaultAndCountsIt() throws Exception {
    // Given
    Reply injected =
        send(
            "POST",
            "/faults",
            """
            {"fault": {"kind": "answer", "status": 410, "reason": "Unregistered",
                       "timestamp": "2026-11-22T09:00:00Z"},
             "where": {"app": "com.example.tickets"}, "share": 1, "seed": 7, "times": 1}
            """);

    // When
    var gone = provider.push().answer();
    var after = provider.push().answer();

    // Then
    assertThat(injected.status()).isEqualTo(201);
    assertThat(gone.reason()).isEqualTo("Unregistered");
    assertThat(gone.body().getLong("timestamp"))
        .isEqualTo(NOW.minus(Duration.ofHours(1)).toEpochMilli());
    assertThat(after.status()).isEqualTo(200);
    assertThat(get("/faults/" + injected.json().path("id").asText()).path("hits").asInt())
        .isEqualTo(1);
  }

  /** Every kind of fault, as it is shown once it is in force. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kind':'answer','status':503,'reason':'ServiceUnavailable','timestamp':null}",
        "{'kind':'latency','latency':{'kind':'fixed','value':'PT0.2S'}}",
        "{'kind':'latency','latency':{'kind':'uniform','shortest':'PT0.05S','longest':'PT0.5S'}}",
        "{'kind':'latency','latency':{'kind':'logNormal','median':'PT0.08S','p99':'PT2S'}}",
        "{'kind':'stall','latency':{'kind':'fixed','value':'PT30S'}}",
        "{'kind':'loseAnswer'}",
        "{'kind':'reset','errorCode':7,'processed':false}",
        "{'kind':'cut','processed':true}",
        "{'kind':'goAway','farewell':'early','errorCode':11,'reason':'TooManyRequests'}"
      })
  void showsTheFaultThatItWasTold(String fault) throws Exception {
    // Given
    String json = fault.replace('\'', '"');

    // When
    send("POST", "/faults", "{\"fault\":" + json + "}");

    // Then
    assertThat(get("/faults").path(0).path("fault")).isEqualTo(JSON.readTree(json));
  }

  @Test
  void endsAFaultWithItsTimeWindow() throws Exception {
    // Given
    send("POST", "/faults", "{\"fault\":{\"kind\":\"cut\"},\"lasts\":\"PT10M\"}");
    provider.time.advance(Duration.ofMinutes(10));

    // When
    int status = provider.push().answer().status();

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(get("/faults").path(0).path("until").asText()).isEqualTo("2026-11-22T10:10:00Z");
  }

  @Test
  void withdrawsOneFaultOrAll() throws Exception {
    // Given
    String first =
        send("POST", "/faults", "{\"fault\":{\"kind\":\"cut\"}}").json().path("id").asText();
    send("POST", "/faults", "{\"fault\":{\"kind\":\"loseAnswer\"}}");
    provider.apns.faults().inject(FaultRule.always(new Fault.LoseAnswer()).where(_ -> false));

    // When
    int withdrawn = send("DELETE", "/faults/" + first, "").status();
    int left = get("/faults").size();
    send("DELETE", "/faults", "");

    // Then
    assertThat(withdrawn).isEqualTo(204);
    assertThat(left).isEqualTo(2);
    assertThat(get("/faults")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                     | A rule needs a fault
          {"fault":{"kind":"teapot"}}                            | teapot
          {"fault":{"kind":"cut"},"shere":0.1}                   | shere
          {"fault":{"kind":"cut"},"share":2}                     | A share lies above 0
          {"fault":{"kind":"answer","status":200,"reason":"OK"}} | from 400 to 599
          {"fault":{"kind":"goAway"}}                            | farewell
          {"fault":                                              | Unexpected end-of-input
          {"fault":{"kind":"cut"},"until":"soon"}                | soon
          """)
  void saysWhatIsWrongWithARule(String rule, String problem) throws Exception {
    // When
    Reply reply = send("POST", "/faults", rule);

    // Then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("problem").asText()).contains(problem);
    assertThat(provider.apns.faults().injected()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "token=0A0A0A,           2",
    "token=0b,               0",
    "app=com.example.tickets,2",
    "event=update,           2",
    "event=end,              0",
    "status=200,             1",
    "status=429,             1",
    "reason=TooManyRequests, 1",
    "text=gate,              2",
    "after=0,                1",
    "from=2026-11-22T10:00:00Z&until=2026-11-22T10:00:01Z, 2",
    "until=2026-11-22T10:00:00Z, 0"
  })
  void findsWhatCameIn(String query, int matching) throws Exception {
    // Given
    send(
        "POST",
        "/faults",
        "{\"fault\":{\"kind\":\"answer\",\"status\":429,\"reason\":\"TooManyRequests\"},\"times\":1}");
    provider.push().answer();
    provider.push().answer();

    // When
    JsonNode found = get("/pushes?" + query);

    // Then
    assertThat(found.path("received").asInt()).isEqualTo(2);
    assertThat(found.path("matching").asInt()).isEqualTo(matching);
    assertThat(found.path("pushes")).hasSize(matching);
  }

  @Test
  void showsAPushWithoutItsSecrets() throws Exception {
    // Given
    provider.push().header("apns-id", "123e4567-e89b-12d3-a456-426614174000").answer();

    // When
    JsonNode shown = get("/pushes?apnsId=123E4567-E89B-12D3-A456-426614174000");

    // Then
    JsonNode push = shown.path("pushes").path(0);
    assertThat(push.path("token").asText()).isEqualTo("0a0a0a0a…");
    assertThat(push.path("status").asInt()).isEqualTo(200);
    assertThat(push.path("headers").path("apns-priority").asText()).isEqualTo("10");
    assertThat(push.path("body").path("aps").path("event").asText()).isEqualTo("update");
    assertThat(shown.toString())
        .doesNotContain("0a".repeat(5))
        .doesNotContain(provider.providerToken());
  }

  @Test
  void showsTheNewestWhenThereAreMoreThanAskedFor() throws Exception {
    // Given
    for (int i = 0; i < 3; i++) {
      provider.push().answer();
    }

    // When
    JsonNode found = get("/pushes?limit=2");

    // Then
    assertThat(found.path("matching").asInt()).isEqualTo(3);
    assertThat(found.path("pushes").findValuesAsText("number")).containsExactly("1", "2");
  }

  @Test
  void steersTheConnections() throws Exception {
    // Given
    provider.push().answer();

    // When
    JsonNode refusing = send("POST", "/connections", "{\"action\":\"refuse\"}").json();
    send("POST", "/connections", "{\"action\":\"stall\"}");
    send("POST", "/connections", "{\"action\":\"resume\"}");
    send("POST", "/connections", "{\"action\":\"goAway\"}");
    send("POST", "/connections", "{\"action\":\"cut\"}");
    JsonNode accepting = send("POST", "/connections", "{\"action\":\"accept\"}").json();

    // Then
    assertThat(refusing.path("acceptsConnections").asBoolean()).isFalse();
    assertThat(accepting.path("acceptsConnections").asBoolean()).isTrue();
    assertThat(provider.push().answer().status()).isEqualTo(200);
    assertThat(get("").path("received").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /nowhere,     404",
    "GET,    /faults/9,    404",
    "PUT,    /faults,      405",
    "POST,   /pushes,      405",
    "GET,    /connections, 405",
    "POST,   /connections, 400",
    "GET,    /pushes?colour=red, 400",
    "GET,    /pushes?after=x, 400"
  })
  void saysWhatItCannotDo(String method, String path, int status) throws Exception {
    // When
    Reply reply = send(method, path, method.equals("GET") ? "" : "{}");

    // Then
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("problem").asText()).isNotEmpty();
  }

  @Test
  void refusesAPageFromElsewhere() throws Exception {
    // Given
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(control.address() + "/faults"))
            .header("Origin", "https://example.org")
            .DELETE()
            .build();

    // When
    int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();

    // Then
    assertThat(status).isEqualTo(403);
  }
}
