package dev.marquee.dispatcher.apns;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.apns.TestConfig.TestKey;
import dev.marquee.testbed.apns.DeveloperKey;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ApnsConfigTest {

  private static final InstantSource NEVER_ASKED = InstantSource.fixed(Instant.EPOCH);

  @TempDir Path directory;

  @Test
  void defaultsAreApplesHostsAndNoKeys() {
    // When
    ApnsConfig config = read(Map.of());

    // Then
    assertThat(config.productionHost()).isEqualTo("api.push.apple.com");
    assertThat(config.productionPort()).isEqualTo(443);
    assertThat(config.sandboxHost()).isEqualTo("api.sandbox.push.apple.com");
    assertThat(config.sandboxPort()).isEqualTo(443);
    assertThat(config.trustedCertificate()).isEmpty();
    assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.connections()).isEqualTo(2);
    assertThat(config.queueLimit()).isEqualTo(10_000);
    assertThat(config.keyCheckInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.keys()).isEmpty();
  }

  @Test
  void everythingCanBeSet() {
    // Given
    Map<String, String> settings = new TreeMap<>();
    settings.put("marquee.apns.production-host", "localhost");
    settings.put("marquee.apns.production-port", "8443");
    settings.put("marquee.apns.sandbox-host", "sandbox.local");
    settings.put("marquee.apns.sandbox-port", "2197");
    settings.put("marquee.apns.trusted-certificate", "/tmp/ca.pem");
    settings.put("marquee.apns.request-timeout", "PT3S");
    settings.put("marquee.apns.connections", "5");
    settings.put("marquee.apns.queue-limit", "7");
    settings.put("marquee.apns.key-check-interval", "PT1M");
    settings.put("marquee.apns.keys.main.key-id", "KEY0000001");
    settings.put("marquee.apns.keys.main.team-id", "TEAM000001");
    settings.put("marquee.apns.keys.main.key-file", "/tmp/main.p8");
    settings.put("marquee.apns.keys.main.apps", "com.example.a,com.example.b");
    settings.put("marquee.apns.keys.main.environment", "sandbox");

    // When
    ApnsConfig config = read(settings);

    // Then
    assertThat(config.productionHost()).isEqualTo("localhost");
    assertThat(config.productionPort()).isEqualTo(8443);
    assertThat(config.sandboxHost()).isEqualTo("sandbox.local");
    assertThat(config.sandboxPort()).isEqualTo(2197);
    assertThat(config.trustedCertificate()).contains(Path.of("/tmp/ca.pem"));
    assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.connections()).isEqualTo(5);
    assertThat(config.queueLimit()).isEqualTo(7);
    assertThat(config.keyCheckInterval()).isEqualTo(Duration.ofMinutes(1));
    ApnsConfig.Key key = requireNonNull(config.keys().get("main"));
    assertThat(key.keyId()).contains("KEY0000001");
    assertThat(key.teamId()).isEqualTo("TEAM000001");
    assertThat(key.keyFile()).isEqualTo(Path.of("/tmp/main.p8"));
    assertThat(key.apps()).containsExactly("com.example.a", "com.example.b");
    assertThat(key.environment()).contains(ApnsEnvironment.SANDBOX);
  }

  @Test
  void keyWithoutAppsFailsTheStartByName() {
    // Given
    Map<String, String> settings =
        Map.of(
            "marquee.apns.keys.main.key-id", "KEY0000001",
            "marquee.apns.keys.main.team-id", "TEAM000001",
            "marquee.apns.keys.main.key-file", "/tmp/main.p8");

    // Then
    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("marquee.apns.keys.main.apps");
  }

  private static ApnsConfig read(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(ApnsConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(ApnsConfig.class);
  }

  @Test
  void keyServesItsAppsInBothEnvironmentsUnlessItNamesOne() throws IOException {
    // Given
    var both = key("KEY0000001", keyFile(), List.of("com.example.a"), Optional.empty());
    var sandbox =
        key(
            "KEY0000002",
            keyFile(),
            List.of("com.example.b"),
            Optional.of(ApnsEnvironment.SANDBOX));

    // When
    var keyring = ApnsKeyring.load(Map.of("both", both, "sandbox", sandbox), NEVER_ASKED);

    // Then
    assertThat(keyring)
        .containsOnlyKeys(
            new ApnsLane("com.example.a", ApnsEnvironment.PRODUCTION),
            new ApnsLane("com.example.a", ApnsEnvironment.SANDBOX),
            new ApnsLane("com.example.b", ApnsEnvironment.SANDBOX));
    assertThat(keyring.get(new ApnsLane("com.example.a", ApnsEnvironment.PRODUCTION)))
        .isSameAs(keyring.get(new ApnsLane("com.example.a", ApnsEnvironment.SANDBOX)));
  }

  @Test
  void missingKeyFileFailsTheStartByName() {
    // Given
    Path missing = directory.resolve("missing.p8");
    var key = key("KEY0000001", missing, List.of("com.example.a"), Optional.empty());

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApnsKeyring.load(Map.of("main", key), NEVER_ASKED))
        .withMessage("marquee.apns.keys.main.key-file: cannot read " + missing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "not a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"})
  void fileWithoutAKeyFailsTheStartByNameAndIsNotQuoted(String content) throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("bad.p8"), content);
    var key = key("KEY0000001", file, List.of("com.example.a"), Optional.empty());

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApnsKeyring.load(Map.of("main", key), NEVER_ASKED))
        .withMessageStartingWith("marquee.apns.keys.main.key-file: " + file + " holds no ")
        .withNoCause();
  }

  @Test
  void keyOnAnotherCurveFailsTheStart() throws GeneralSecurityException, IOException {
    // Given
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    String encoded =
        Base64.getMimeEncoder()
            .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    Path file =
        Files.writeString(
            directory.resolve("p384.p8"),
            "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
    var key = key("KEY0000001", file, List.of("com.example.a"), Optional.empty());

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApnsKeyring.load(Map.of("main", key), NEVER_ASKED))
        .withMessageEndingWith("holds no elliptic curve key on P-256");
  }

  @Test
  void idThatAppleWouldNotGiveFailsTheStartByName() throws IOException {
    // Given
    var key = key("KEY1", keyFile(), List.of("com.example.a"), Optional.empty());

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApnsKeyring.load(Map.of("main", key), NEVER_ASKED))
        .withMessage(
            "marquee.apns.keys.main.key-id: an id of ten letters and digits is needed,"
                + " not \"KEY1\"");
  }

  @Test
  void appWithATopicSuffixFailsTheStartByName() throws IOException {
    // Given
    var key =
        key(
            "KEY0000001",
            keyFile(),
            List.of("com.example.a.push-type.liveactivity"),
            Optional.empty());

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApnsKeyring.load(Map.of("main", key), NEVER_ASKED))
        .withMessageStartingWith("marquee.apns.keys.main.apps: give the bundle id alone");
  }

  @Test
  void appWithTwoKeysInOneEnvironmentFailsTheStart() throws IOException {
    // Given
    Map<String, ApnsConfig.Key> keys = new TreeMap<>();
    keys.put("a", key("KEY0000001", keyFile(), List.of("com.example.a"), Optional.empty()));
    keys.put(
        "b",
        key(
            "KEY0000002",
            keyFile(),
            List.of("com.example.a"),
            Optional.of(ApnsEnvironment.SANDBOX)));

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApnsKeyring.load(keys, NEVER_ASKED))
        .withMessage(
            "marquee.apns.keys.b.apps: com.example.a in SANDBOX already has the key \"a\"");
  }

  @Test
  void missingCertificateFailsTheStartByName() {
    // Given
    Path missing = directory.resolve("missing.pem");
    var config = new TestConfig(443, missing, Duration.ofSeconds(1), 1, 1, Map.of());
    Vertx vertx = Vertx.vertx();

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PooledApnsClient(vertx, config, NEVER_ASKED, new Random()))
        .withMessage("marquee.apns.trusted-certificate: cannot read " + missing);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void fileWithoutACertificateFailsTheStartByName() throws IOException {
    // Given
    Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing");
    var config = new TestConfig(443, empty, Duration.ofSeconds(1), 1, 1, Map.of());
    Vertx vertx = Vertx.vertx();

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PooledApnsClient(vertx, config, NEVER_ASKED, new Random()))
        .withMessage("marquee.apns.trusted-certificate: no certificate in " + empty);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Path keyFile() throws IOException {
    String p8 = DeveloperKey.generate("TEAM000001", "KEY0000001").p8();
    return Files.writeString(Files.createTempFile(directory, "key", ".p8"), p8);
  }

  private static TestKey key(
      String keyId, Path file, List<String> apps, Optional<ApnsEnvironment> environment) {
    return new TestKey(Optional.of(keyId), "TEAM000001", file, apps, environment);
  }
}
