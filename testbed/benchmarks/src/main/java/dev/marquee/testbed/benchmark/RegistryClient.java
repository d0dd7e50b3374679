package dev.marquee.testbed.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.testbed.stack.TicketApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What an app sends to the registry, over HTTP/1.1 and connections that stay open: one for each
 * thread that sends. Blocks; the JDK's older client, because it takes a fraction of the processor
 * time of the newer one, time that the registry shares.
 */
final class RegistryClient {
  private static final int ANSWER_LIMIT_MILLIS = 10_000;

  private final ObjectMapper json = new ObjectMapper();
  private final URI registry;

  /**
   * Prepares for requests.
   *
   * @param connections kept open at most
   */
  RegistryClient(URI registry, int connections) {
    this.registry = registry;
    // Read by the JDK when the first connection is kept.
    System.setProperty("http.maxConnections", Integer.toString(connections));
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
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      HttpURLConnection request =
          (HttpURLConnection) registry.resolve(path).toURL().openConnection();
      request.setRequestMethod("PUT");
      request.setReadTimeout(ANSWER_LIMIT_MILLIS);
      request.setRequestProperty("Authorization", authorization);
      request.setRequestProperty("Content-Type", "application/json");
      request.setDoOutput(true);
      request.setFixedLengthStreamingMode(bytes.length);
      try (OutputStream out = request.getOutputStream()) {
        out.write(bytes);
      }
      if (request.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new VoidResultException(
            "The registry answered %d".formatted(request.getResponseCode()));
      }
      // Read to its end, so that the connection is kept for the next.
      try (InputStream in = request.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new VoidResultException("The registry did not answer: " + e.getMessage());
    }
  }
}
