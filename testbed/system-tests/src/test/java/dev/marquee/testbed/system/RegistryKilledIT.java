package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.contracts.token.TokenEventCodec;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.stack.TopicReader;
import dev.marquee.testbed.stack.Topics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged registry is killed while apps report to it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RegistryKilledIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int DEVICES = 16;

  /** Enough that some are on their way to Kafka whenever the registry is killed. */
  private static final int REPORTS_BEFORE_A_KILL = 200;

  /** One is enough where it finds an event that is committed and not published. */
  private static final int KILL_LIMIT = 10;

  @TempDir Path state;

  private final HttpClient http = HttpClient.newHttpClient();

  /** Tokens that the registry has said it holds. */
  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  void everyReportThatWasAnsweredIsPublishedAlthoughTheRegistryDiedBetweenCommitAndPublish()
      throws Exception {
    try (LocalStack stack =
            LocalStack.builder(Checkout.locate().withStateFolder(state), "killed").start();
        TopicReader topic = stack.newReader(Topics.TOKEN_EVENTS);
        ExecutorService apps = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      List<Future<?>> reports =
          IntStream.range(0, DEVICES)
              .<Future<?>>mapToObj(device -> apps.submit(() -> report(stack, device)))
              .toList();

      // When
      long leftBehind;
      try {
        leftBehind = killUntilSomethingIsLeftBehind(stack);
      } finally {
        done.set(true);
      }
      for (Future<?> app : reports) {
        app.get();
      }

      // Then
      assertThat(leftBehind).as("committed and not published at a kill").isPositive();
      await().atMost(PATIENCE).until(() -> unpublished(stack) == 0);
      await().atMost(PATIENCE).until(topic::isAtEnd);
      assertThat(answered).isSubsetOf(published(topic));
    }
  }

  /** Answers how much was committed and not published when the registry died. */
  private long killUntilSomethingIsLeftBehind(LocalStack stack) throws SQLException {
    long leftBehind = 0;
    for (int kills = 0; leftBehind == 0 && kills < KILL_LIMIT; kills++) {
      int before = answered.size();
      await().atMost(PATIENCE).until(() -> answered.size() >= before + REPORTS_BEFORE_A_KILL);
      stack.registry().kill();
      leftBehind = unpublished(stack);
      stack.registry().restart();
    }
    return leftBehind;
  }

  /** Reports one new token after the other; what was not answered is nobody's loss. */
  private void report(LocalStack stack, int device) {
    String path = "/v1/devices/killed-" + device;
    String login = stack.tokens().forUser("user-" + device);
    boolean signedIn = false;
    for (int number = 0; !done.get(); number++) {
      try {
        if (!signedIn) {
          signedIn =
              put(
                      stack,
                      path,
                      login,
                      "{\"app\": \"%s\", \"environment\": \"production\"}"
                          .formatted(TicketApp.BUNDLE_ID))
                  == 200;
        }
        String token = "%08x".formatted(device) + "%08x".formatted(number);
        int status =
            put(
                stack,
                path + "/start-tokens/" + TicketApp.ATTRIBUTES_TYPE,
                login,
                "{\"token\": \"%s\"}".formatted(token));
        if (status == 200) {
          answered.add(token);
        }
      } catch (IOException _) {
        // The registry is dead, or died before it answered.
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private int put(LocalStack stack, String path, String login, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(stack.registry().uri().resolve(path))
            .header("Authorization", "Bearer " + login)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static long unpublished(LocalStack stack) throws SQLException {
    try (Connection database =
            DriverManager.getConnection(stack.registryJdbcUrl(), "postgres", "postgres");
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from outbox")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Set<String> published(TopicReader topic) {
    Set<String> tokens = new HashSet<>();
    topic.messages().stream()
        .filter(message -> message.value() != null)
        .map(message ->
            TokenEventCodec.read(
                CloudEventCodec.read(
                    message.headers(), Objects.requireNonNull(message.value()).getBytes(UTF_8))))
        .filter(DeviceChanged.class::isInstance)
        .map(DeviceChanged.class::cast)
        .flatMap(device -> device.startTokens().values().stream())
        .map(RegisteredToken::token)
        .forEach(token -> tokens.add(token.hex()));
    return tokens;
  }
}
