package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.LANE;
import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static dev.marquee.dispatcher.apns.TestApns.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.apns.ApnsOutcome.Accepted;
import dev.marquee.dispatcher.apns.ApnsOutcome.CredentialsRejected;
import dev.marquee.dispatcher.apns.TestConfig.TestKey;
import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.DeveloperKey;
import dev.marquee.testbed.apns.ReceivedPush;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are replaced while pushes go on, and several of them at once. */
@Timeout(60)
class KeyRotationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant EARLIER = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir Path directory;
  private final DeveloperKey next = DeveloperKey.generate("TEAM000001", "KEY0000009");
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(directory.resolve("keys"));
  }

  @Test
  void aNewerFileInTheFolderSignsWithoutARestart() throws IOException {
    try (var apns = new TestApns(directory, simulator -> simulator.key(next.providerKey()))) {
      // Given
      put(apns.key, EARLIER);
      PooledApnsClient client = apns.client(config(apns, apns.simulator().port(), key(folder)));
      ApnsPush before = pushTo(apns.issuedToken(1));
      send(client, before);

      // When
      put(next, EARLIER.plusSeconds(60));

      // Then
      ReceivedPush first = apns.received(before).getFirst();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            ApnsPush push = pushTo(apns.issuedToken(2));
            assertThat(send(client, push)).isInstanceOf(Accepted.class);
            ReceivedPush received = apns.received(push).getLast();
            assertThat(authorizationOf(received)).isNotEqualTo(authorizationOf(first));
            assertThat(received.request().connectionId())
                .isNotEqualTo(first.request().connectionId());
          });
    }
  }

  @Test
  void aBrokenFileLeavesTheOldKeyInUse() throws IOException {
    try (var apns = new TestApns(directory, simulator -> simulator.key(next.providerKey()))) {
      // Given
      put(apns.key, EARLIER);
      TestKey key = key(folder);
      var tokens = new ProviderTokenSource(ApnsKey.load("main", key), apns.time);
      KeyWatch watch = new KeyWatch("main", key, tokens, List.of());
      Path half = folder.resolve("AuthKey_KEY0000009.p8");
      Files.writeString(half, next.p8().substring(0, 60));
      ProviderToken before = tokens.current();

      // When
      watch.look();
      ProviderToken whileBroken = tokens.current();
      Files.writeString(half, next.p8());
      watch.look();

      // Then
      assertThat(whileBroken).isSameAs(before);
      assertThat(tokens.current()).isNotEqualTo(before);
    }
  }

  @Test
  void severalTeamsAppsKeysAndBothEnvironmentsWorkAtOnce() throws IOException {
    DeveloperKey cinema = DeveloperKey.generate("TEAM000003", "KEY0000003");
    try (var apns = new TestApns(directory, simulator -> simulator.key(cinema.providerKey()));
        ApnsSimulator sandbox = apns.startSandbox()) {
      // Given
      put(apns.key, EARLIER);
      Path cinemaFile = Files.writeString(directory.resolve("cinema.p8"), cinema.p8());
      TestKey cinemaKey =
          new TestKey(
              Optional.of("KEY0000003"),
              "TEAM000003",
              cinemaFile,
              List.of("com.example.films"),
              Optional.of(ApnsEnvironment.PRODUCTION));
      PooledApnsClient client = apns.client(config(apns, sandbox.port(), key(folder), cinemaKey));
      String sandboxToken = TestApns.issuedToken(1, sandbox);
      String filmToken = "f1".repeat(80);
      apns.simulator()
          .tokens()
          .issue(
              filmToken,
              "com.example.films",
              dev.marquee.testbed.apns.ApnsEnvironment.PRODUCTION,
              _ -> {});

      // When
      ApnsOutcome tickets = send(client, pushTo(apns.issuedToken(1), LANE, true));
      ApnsOutcome development =
          send(client, pushTo(sandboxToken, lane(TestApns.APP, ApnsEnvironment.SANDBOX), true));
      ApnsOutcome films =
          send(
              client,
              pushTo(filmToken, lane("com.example.films", ApnsEnvironment.PRODUCTION), true));

      // Then
      assertThat(List.of(tickets, development, films)).allMatch(Accepted.class::isInstance);
      assertThat(client.serves(lane("com.example.films", ApnsEnvironment.SANDBOX))).isFalse();
    }
  }

  @Test
  void aBadKeyIsMendedByReplacingItsFile() throws IOException {
    try (var apns = new TestApns(directory, simulator -> simulator)) {
      // Given
      put(next, EARLIER);
      PooledApnsClient client = apns.client(config(apns, apns.simulator().port(), key(folder)));
      ApnsOutcome refused = send(client, pushTo(apns.issuedToken(1)));

      // When
      put(apns.key, EARLIER.plusSeconds(60));

      // Then
      assertThat(refused).isInstanceOf(CredentialsRejected.class);
      await()
          .atMost(PATIENCE)
          .until(() -> send(client, pushTo(apns.issuedToken(1))) instanceof Accepted);
    }
  }

  private void put(DeveloperKey key, Instant modified) throws IOException {
    Path file = directory.resolve(key.keyId() + ".new");
    Files.writeString(file, key.p8());
    Files.setLastModifiedTime(file, FileTime.from(modified));
    Files.move(file, folder.resolve("AuthKey_" + key.keyId() + ".p8"));
  }

  private static TestKey key(Path file) {
    return new TestKey(
        Optional.empty(), "TEAM000001", file, List.of(TestApns.APP), Optional.empty());
  }

  private static TestConfig config(TestApns apns, int sandboxPort, TestKey... keys) {
    TestConfig config = apns.config(1, Duration.ofSeconds(5), 100);
    Map<String, ApnsConfig.Key> named = new TreeMap<>();
    for (TestKey key : keys) {
      named.put("key-" + named.size(), key);
    }
    return new TestConfig(
        config.port(),
        sandboxPort,
        config.certificate(),
        config.requestTimeout(),
        config.connections(),
        config.queueLimit(),
        named);
  }

  private static ApnsLane lane(String app, ApnsEnvironment environment) {
    return new ApnsLane(app, environment);
  }

  private static String authorizationOf(ReceivedPush push) {
    return push.request().headers().getOrDefault("authorization", "");
  }
}
