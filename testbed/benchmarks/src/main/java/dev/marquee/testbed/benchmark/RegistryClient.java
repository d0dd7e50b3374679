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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What an app sends to the registry, over HTTP/1.1 and connections that stay open: one for each
 * thread that sends. Blocks; the JDK's older client, because it takes a fraction of the processor
 * time of the newer one, time that the registry shares.
 */
final class RegistryClient {
  private static final int ANSWER_LIMIT_MILLIS = 10_000;

  private final ObjectMapper json = new ObjectMapper();
  private final URI registry;
  private final int connections;

  /**
   * Prepares for requests.
   *
   * @param connections kept open at most
   */
  RegistryClient(URI registry, int connections) {
    this.registry = registry;
    this.connections = connections;
    // Read by the JDK when the first connection is kept.
    System.setProperty("http.maxConnections", Integer.toString(connections));
  }

  /** Signs a user in; answers the credential of the device. */
  String signIn(String deviceId, String bearerToken) {
    return signIn(
        deviceId,
        bearerToken,
        "{\"app\": \"%s\", \"environment\": \"production\"}".formatted(TicketApp.BUNDLE_ID));
  }

  /** Signs in a ticket holder whose card runs already; answers the credential of the device. */
  String signIn(House house, int holder, String bearerToken) {
    return signIn(
        house.deviceId(holder),
        bearerToken,
        """
        {"app": "%s", "environment": "production", "activities": [{"activityKitId": "%s", %s}]}\
        """
            .formatted(house.app(), house.activityKitId(holder), card(house, holder, 0)));
  }

  private String signIn(String deviceId, String bearerToken, String facts) {
    String answer = send("PUT", "/v1/devices/" + deviceId, "Bearer " + bearerToken, facts);
    try {
      return json.readTree(answer).path("deviceCredential").asText();
    } catch (JsonProcessingException e) {
      throw new VoidResultException("The registry's answer is no JSON");
    }
  }

  /** Registers a start token; returns once the registry has answered that it holds it. */
  void register(String deviceId, String credential, String token) {
    send(
        "PUT",
        "/v1/devices/%s/start-tokens/%s".formatted(deviceId, TicketApp.ATTRIBUTES_TYPE),
        "Device " + credential,
        "{\"token\": \"%s\"}".formatted(token));
  }

  /** Registers another update token for a holder's running card. */
  void register(House house, int holder, int generation, String credential) {
    send(
        "PUT",
        "/v1/devices/%s/activities/%s"
            .formatted(house.deviceId(holder), house.activityKitId(holder)),
        "Device " + credential,
        "{%s}".formatted(card(house, holder, generation)));
  }

  private static String card(House house, int holder, int generation) {
    return """
    "bookingId": "%s", "attributesType": "%s", "state": "active", "updateToken": "%s"\
    """
        .formatted(
            house.bookingId(holder), TicketApp.ATTRIBUTES_TYPE, house.token(holder, generation));
  }

  /** Lets the registry judge the rejections that it holds because they are so many. */
  void judgeHeldRejections(String operatorToken) {
    send(
        "POST",
        "/v1/rejection-guard/release",
        "Bearer " + operatorToken,
        "{\"verdict\": \"judge\"}");
  }

  /**
   * Sends requests side by side, as many at a time as there are connections.
   *
   * @throws VoidResultException if one fails
   */
  void sendAll(List<Callable<Void>> requests) {
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (Future<Void> done : threads.invokeAll(requests)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof VoidResultException reason
          ? reason
          : new VoidResultException("A request failed: " + e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new VoidResultException("The benchmark was interrupted");
    }
  }

  private String send(String method, String path, String authorization, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      HttpURLConnection request =
          (HttpURLConnection) registry.resolve(path).toURL().openConnection();
      request.setRequestMethod(method);
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
