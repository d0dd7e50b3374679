package dev.marquee.testbed.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class SameOriginTest {

  private final SameOrigin origin = new SameOrigin(8082);

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8082", "127.0.0.1:8082", "[::1]:8082"})
  void welcomesThePageItself(String host) {
    // Given
    Headers headers =
        headers("Host", host, "Origin", "http://" + host, "Content-Type", "application/json");

    // When / Then
    assertThat(origin.objectionToPost(headers)).isNull();
  }

  @Test
  void welcomesATerminal() {
    // Given
    Headers headers = headers("Host", "localhost:8082", "Content-Type", "application/json");

    // When / Then
    assertThat(origin.objectionToPost(headers)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "https://localhost:8082",
        "http://localhost:8080",
        "http://127.0.0.1:8082",
        "null"
      })
  void sendsOtherSitesAway(String foreign) {
    // Given
    Headers headers =
        headers("Host", "localhost:8082", "Origin", foreign, "Content-Type", "application/json");

    // When / Then
    assertThat(origin.objectionToPost(headers)).isEqualTo("Only the page itself may do this.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example:8082", "localhost", "localhost:80"})
  void sendsOtherNamesOfThisMachineAway(String host) {
    // When / Then
    assertThat(origin.objection(headers("Host", host)))
        .isEqualTo("This is served on localhost only.");
  }

  @Test
  void takesNothingThatAFormCouldPost() {
    // Given
    Headers headers = headers("Host", "localhost:8082", "Content-Type", "text/plain");

    // When / Then
    assertThat(origin.objectionToPost(headers)).startsWith("Send JSON");
  }

  private static Headers headers(String... namesAndValues) {
    Headers headers = new Headers();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.putAll(Map.of(namesAndValues[i], List.of(namesAndValues[i + 1])));
    }
    return headers;
  }
}
