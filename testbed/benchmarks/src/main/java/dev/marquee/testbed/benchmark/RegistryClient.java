package dev.marquee.testbed.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.testbed.stack.TicketApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What an app sends to the registry, over HTTP/1.1 and connections that stay open. Any thread. */
final class RegistryClient {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI registry;

  RegistryClient(URI registry) {
    this.registry = registry;
  }

  /** Signs a user in; answers the credential of the device. */
  String signIn(String deviceId, String bearerToken) {
    String facts =
        "{\"app\": \"%s\", \"environment\": \"production\"}".formatted(TicketApp.BUNDLE_ID);
    String answer = put("/v1/devices/" + deviceId, "Bearer " + bearerToken, facts);
    try {
      return json.readTree(answer).path("deviceCredential").asText();
    } catch (JsonProcessingException e) {
      throw new VoidResultException("The registry's answer is no JSON");
    }
  }

  /** Registers a start token; returns once the registry has answered that it holds it. */
  void register(String deviceId, String credential, String token) {
    put(
        "/v1/devices/%s/start-tokens/%s".formatted(deviceId, TicketApp.ATTRIBUTES_TYPE),
        "Device " + credential,
        "{\"token\": \"%s\"}".formatted(token));
  }

  private String put(String path, String authorization, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(registry.resolve(path))
            .timeout(ANSWER_LIMIT)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new VoidResultException("The registry answered %d".formatted(answer.statusCode()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new VoidResultException("The registry did not answer: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new VoidResultException("The benchmark was interrupted");
    }
  }
}
