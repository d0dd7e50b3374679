package dev.marquee.dispatcher.apns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.dispatcher.apns.TestConfig.TestKey;
import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.DeveloperKey;
import dev.marquee.testbed.apns.ReceivedPush;
import dev.marquee.testbed.apns.TlsIdentity;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A simulated APNs, keys for it, and clients of it. The first client serves {@link #APP}. As an
 * extension it is closed after its test.
 */
final class TestApns implements AutoCloseable, AfterEachCallback {

  static final String APP = "com.example.tickets";
  static final String APP_WITH_UNKNOWN_KEY = "com.example.cinema";
  static final ApnsLane LANE = new ApnsLane(APP, ApnsEnvironment.PRODUCTION);
  static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Held, so that their levels stay: what these tests break on purpose needs no report. */
  private static final List<Logger> SILENCED =
      Stream.of("dev.marquee.dispatcher.apns", "io.netty", "io.vertx")
          .map(Logger::getLogger)
          .toList();

  static {
    SILENCED.forEach(logger -> logger.setLevel(Level.OFF));
  }

  private static final byte[] PAYLOAD = "{\"aps\":{\"event\":\"update\"}}".getBytes(UTF_8);

  final SettableTime time = new SettableTime(Instant.parse("2026-12-01T18:00:00Z"));
  final DeveloperKey key = DeveloperKey.generate("TEAM000001", "KEY0000001");
  private final DeveloperKey unknownKey = DeveloperKey.generate("TEAM000002", "KEY0000002");
  private final TlsIdentity identity = TlsIdentity.forLocalhost();
  private final UnaryOperator<ApnsSimulator.Builder> how;
  private final Path directory;
  private final Vertx vertx;
  private final List<PooledApnsClient> clients = new ArrayList<>();
  private ApnsSimulator simulator;

  /**
   * What the simulator is by default, with files in a directory of its own, for use as an
   * extension.
   */
  TestApns() {
    this(temporaryDirectory(), UnaryOperator.identity());
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("test-apns");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param directory for the key files and the certificate
   * @param how changes what the simulator is by default
   */
  TestApns(Path directory, UnaryOperator<ApnsSimulator.Builder> how) {
    this(directory, how, Vertx.vertx());
  }

  /** The same with clients on a Vert.x of the test's own, which is closed with this. */
  TestApns(Path directory, UnaryOperator<ApnsSimulator.Builder> how, Vertx vertx) {
    this.vertx = vertx;
    this.directory = directory;
    this.how = how;
    this.simulator = start(0);
  }

  private ApnsSimulator start(int port) {
    var builder =
        ApnsSimulator.builder().port(port).clock(time).key(key.providerKey()).tlsIdentity(identity);
    return how.apply(builder).start();
  }

  ApnsSimulator simulator() {
    return simulator;
  }

  /** Stops the simulator, and with it every connection. */
  void stop() {
    simulator.close();
  }

  /** Starts a fresh simulator on the port of the one that was stopped. */
  void startAgain() {
    simulator = start(simulator.port());
  }

  /** A client with two connections, which waits two seconds for an answer. */
  PooledApnsClient client() {
    return client(2, Duration.ofSeconds(2), 10_000);
  }

  PooledApnsClient client(int connections, Duration requestTimeout, int queueLimit) {
    return client(config(connections, requestTimeout, queueLimit));
  }

  TestConfig config(int connections, Duration requestTimeout, int queueLimit) {
    return new TestConfig(
        simulator.port(),
        write("certificate.pem", identity.certificatePem()),
        requestTimeout,
        connections,
        queueLimit,
        keys());
  }

  PooledApnsClient client(ApnsConfig config) {
    return client(config, HostLookup.ofPlatform(new Random(7)));
  }

  PooledApnsClient client(ApnsConfig config, HostLookup lookup) {
    return kept(new PooledApnsClient(vertx, config, time, lookup, new Random(7)));
  }

  /** A client with one connection at a time, each of which has few streams left. */
  PooledApnsClient clientWithStreamsFrom(int firstStreamId) {
    Random random = new Random(7);
    return kept(
        new PooledApnsClient(
            vertx,
            config(1, Duration.ofSeconds(5), 1_000),
            time,
            HostLookup.ofPlatform(random),
            random,
            firstStreamId));
  }

  private PooledApnsClient kept(PooledApnsClient client) {
    clients.add(client);
    return client;
  }

  /** Another simulator, of the other environment, that knows the same first key. */
  ApnsSimulator startSandbox() {
    return ApnsSimulator.builder()
        .environment(dev.marquee.testbed.apns.ApnsEnvironment.SANDBOX)
        .clock(time)
        .key(key.providerKey())
        .tlsIdentity(identity)
        .start();
  }

  private Map<String, ApnsConfig.Key> keys() {
    Map<String, ApnsConfig.Key> keys = new LinkedHashMap<>();
    keys.put("tickets", configOf(key, APP));
    keys.put("cinema", configOf(unknownKey, APP_WITH_UNKNOWN_KEY));
    return keys;
  }

  private ApnsConfig.Key configOf(DeveloperKey developerKey, String app) {
    Path file = write(developerKey.keyId() + ".p8", developerKey.p8());
    return new TestKey(
        Optional.of(developerKey.keyId()),
        developerKey.teamId(),
        file,
        List.of(app),
        Optional.empty());
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A device token that APNs knows, different for each number. */
  String issuedToken(int number) {
    return issuedToken(number, simulator, dev.marquee.testbed.apns.ApnsEnvironment.PRODUCTION);
  }

  /** A device token that the sandbox knows, different for each number. */
  static String issuedToken(int number, ApnsSimulator sandbox) {
    return issuedToken(number, sandbox, dev.marquee.testbed.apns.ApnsEnvironment.SANDBOX);
  }

  private static String issuedToken(
      int number, ApnsSimulator simulator, dev.marquee.testbed.apns.ApnsEnvironment environment) {
    String token = "%0160x".formatted(0xa11ce_0000_0000L + number);
    simulator.tokens().issue(token, APP, environment, _ -> {});
    return token;
  }

  static ApnsPush pushTo(String token) {
    return pushTo(token, LANE, true);
  }

  static ApnsPush pushTo(String token, ApnsLane lane, boolean proven) {
    return push(token, lane, PAYLOAD, proven);
  }

  /** With a payload as large as APNs allows. */
  static ApnsPush largePushTo(String token) {
    return push(token, LANE, " ".repeat(ApnsPush.PAYLOAD_LIMIT).getBytes(UTF_8), true);
  }

  private static ApnsPush push(String token, ApnsLane lane, byte[] payload, boolean proven) {
    return new ApnsPush(
        UUID.randomUUID(),
        lane,
        new PushToken(token),
        payload,
        ApnsPriority.IMMEDIATE,
        Instant.parse("2026-12-01T20:00:00Z"),
        null,
        proven);
  }

  /** Sends, with a deadline far away, and waits for the outcome. */
  static ApnsOutcome send(ApnsClient client, ApnsPush push) {
    return await(client.send(push, deadlineIn(PATIENCE)).toCompletableFuture());
  }

  static long deadlineIn(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  static ApnsOutcome await(CompletableFuture<ApnsOutcome> outcome) {
    return outcome.orTimeout(PATIENCE.plusSeconds(20).toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Sends all at once and waits for all outcomes, which are in the order of the pushes. */
  static List<ApnsOutcome> sendAll(ApnsClient client, List<ApnsPush> pushes) {
    long deadline = deadlineIn(PATIENCE);
    return pushes.stream()
        .map(push -> client.send(push, deadline).toCompletableFuture())
        .toList()
        .stream()
        .map(TestApns::await)
        .toList();
  }

  /** How often the phone got this push. */
  long deliveries(ApnsPush push) {
    return received(push).stream().filter(received -> received.answer().processed()).count();
  }

  /** Every request that carried this push. */
  List<ReceivedPush> received(ApnsPush push) {
    String apnsId = push.apnsId().toString();
    return simulator.log().matching(received -> received.apnsId().equals(apnsId));
  }

  @Override
  public void close() {
    clients.forEach(PooledApnsClient::close);
    simulator.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
