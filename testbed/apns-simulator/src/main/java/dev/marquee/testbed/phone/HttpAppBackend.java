package dev.marquee.testbed.phone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.phone.AppReport.ActivityChanged;
import dev.marquee.testbed.phone.AppReport.ReportedActivity;
import dev.marquee.testbed.phone.AppReport.StartTokenChanged;
import dev.marquee.testbed.phone.AppReport.Sync;
import dev.marquee.testbed.phone.AppReport.WithoutTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The token-registry, as apps reach it over HTTP. Signs in with the user's own token; everything
 * after that goes under the device credential, as long as there is one. Shared by all phones.
 */
public final class HttpAppBackend implements AppBackend, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  /** How many reports of all phones together are on their way at once. */
  private static final int CONCURRENCY = 64;

  private final String devicesUrl;
  private final UnaryOperator<String> userTokens;
  private final HttpClient http;
  private final Semaphore slots = new Semaphore(CONCURRENCY);

  /**
   * The registry at an address.
   *
   * @param registry its root, such as {@code http://localhost:8080}
   * @param userTokens makes the bearer token of a user, valid now by the system's clock
   */
  public HttpAppBackend(URI registry, UnaryOperator<String> userTokens) {
    this.devicesUrl = registry.resolve("/v1/devices/").toString();
    this.userTokens = Objects.requireNonNull(userTokens, "userTokens");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  @Override
  public Answer deliver(AppReport report, @Nullable String deviceCredential)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(devicesUrl + path(report)))
            .timeout(REQUEST_TIMEOUT)
            .header("authorization", authorization(report, deviceCredential))
            .header("content-type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body(report).toString()))
            .build();
    slots.acquire();
    try {
      return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    } finally {
      slots.release();
    }
  }

  private String authorization(AppReport report, @Nullable String deviceCredential) {
    return report.signIn() || deviceCredential == null
        ? "Bearer " + userTokens.apply(report.userId())
        : "Device " + deviceCredential;
  }

  private static String path(AppReport report) {
    return switch (report) {
      case Sync sync -> sync.deviceId();
      case StartTokenChanged changed ->
          changed.deviceId() + "/start-tokens/" + changed.attributesType();
      case ActivityChanged changed ->
          changed.deviceId() + "/activities/" + changed.activity().activityKitId();
      case WithoutTokens spoilt -> path(spoilt.report());
    };
  }

  private static ObjectNode body(AppReport report) {
    ObjectNode body =
        switch (report) {
          case Sync sync -> sync(sync);
          case StartTokenChanged changed ->
              JsonNodeFactory.instance.objectNode().put("token", changed.token());
          case ActivityChanged changed -> activity(changed.activity());
          case WithoutTokens spoilt -> withoutTokens(body(spoilt.report()));
        };
    return body.put("sequence", report.sequence())
        .put("observedAt", report.observedAt().toString());
  }

  private static ObjectNode sync(Sync sync) {
    PhoneProfile phone = sync.phone();
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("app", sync.bundleId())
            .put("environment", phone.environment().name().toLowerCase(Locale.ROOT))
            .put("osVersion", phone.osVersion())
            .put("appVersion", sync.appVersion())
            .put("locale", phone.locale())
            .put("timeZone", phone.timeZone())
            .put("activitiesEnabled", sync.activitiesEnabled())
            .put("frequentUpdatesEnabled", sync.frequentUpdatesEnabled());
    sync.startTokens().forEach(body.putObject("startTokens")::put);
    var activities = body.putArray("activities");
    for (ReportedActivity activity : sync.activities()) {
      activities.add(activity(activity).put("activityKitId", activity.activityKitId()));
    }
    return body;
  }

  private static ObjectNode activity(ReportedActivity activity) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("bookingId", activity.bookingId())
            .put("attributesType", activity.attributesType())
            .put("state", activity.state().name().toLowerCase(Locale.ROOT));
    return activity.updateToken() == null ? body : body.put("updateToken", activity.updateToken());
  }

  private static ObjectNode withoutTokens(ObjectNode body) {
    Set<String> tokens = Set.of("token", "updateToken");
    body.properties().stream()
        .filter(member -> tokens.contains(member.getKey()))
        .forEach(member -> member.setValue(NullNode.getInstance()));
    if (body.path("startTokens") instanceof ObjectNode startTokens) {
      startTokens.properties().forEach(token -> token.setValue(NullNode.getInstance()));
    }
    for (JsonNode activity : body.path("activities")) {
      if (activity instanceof ObjectNode held && held.has("updateToken")) {
        held.putNull("updateToken");
      }
    }
    return body;
  }

  private static Answer answer(HttpResponse<String> response) {
    JsonNode body = read(response.body());
    if (response.statusCode() / 100 == 2) {
      return new Answer.Accepted(body.path("deviceCredential").textValue());
    }
    String problem = body.path("title").asText("") + " " + body.path("detail").asText("");
    return new Answer.Refused(response.statusCode(), problem.strip());
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
