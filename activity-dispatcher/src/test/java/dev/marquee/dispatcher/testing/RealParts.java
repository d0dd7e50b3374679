package dev.marquee.dispatcher.testing;

import dev.marquee.clock.BusinessClock;
import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.DeveloperKey;
import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import dev.marquee.testbed.backends.EmbeddedPostgresServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Kafka and the APNs simulator, one of each per JVM: started with the first test class
 * and stopped with the JVM.
 */
public final class RealParts implements QuarkusTestResourceLifecycleManager {
  /** The app whose pushes the key signs. */
  public static final String APP = "com.example.tickets";

  private static final String DATABASE = "activity_dispatcher";

  private static @Nullable RealParts running;

  private @Nullable EmbeddedKafkaBroker kafka;
  private @Nullable EmbeddedPostgresServer postgres;
  private @Nullable ApnsSimulator apns;
  private @Nullable Backlog backlog;

  /** The simulator that the service sends to. */
  public static ApnsSimulator apns() {
    return Objects.requireNonNull(Objects.requireNonNull(running).apns);
  }

  /** The broker that the service listens to. */
  public static EmbeddedKafkaBroker kafka() {
    return Objects.requireNonNull(Objects.requireNonNull(running).kafka);
  }

  /** What lay in the topics when the service started. */
  public static Backlog backlog() {
    return Objects.requireNonNull(Objects.requireNonNull(running).backlog);
  }

  /** The service's database refuses everybody, and drops whoever is there. */
  public static void breakDatabase() {
    administer("alter database " + DATABASE + " allow_connections false");
    administer(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
            .formatted(DATABASE));
  }

  /** It lets people in again. */
  public static void mendDatabase() {
    administer("alter database " + DATABASE + " allow_connections true");
  }

  private static void administer(String sql) {
    EmbeddedPostgresServer server =
        Objects.requireNonNull(Objects.requireNonNull(running).postgres);
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl("postgres"), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    running = this;
    EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start();
    broker.createTopics(
        List.of(
            "booking-events",
            "token-events",
            "token-rejections",
            "push-outcomes",
            "booking-events-dlq",
            "token-events-dlq",
            "pushes-dlq"),
        2,
        Map.of());
    kafka = broker;
    EmbeddedPostgresServer server = EmbeddedPostgresServer.start();
    server.createDatabase(DATABASE);
    postgres = server;
    DeveloperKey key = DeveloperKey.generate("TEAM123456", "KEY1234567");
    ApnsSimulator simulator =
        ApnsSimulator.builder()
            .environment(ApnsEnvironment.SANDBOX)
            .clock(BusinessClock.system())
            .key(key.providerKey())
            .start();
    apns = simulator;
    backlog = Backlog.publish();
    return configuration(broker, server, simulator, key);
  }

  private static Map<String, String> configuration(
      EmbeddedKafkaBroker broker,
      EmbeddedPostgresServer server,
      ApnsSimulator simulator,
      DeveloperKey key) {
    Map<String, String> configuration = new HashMap<>();
    configuration.put("kafka.bootstrap.servers", broker.bootstrapServers());
    configuration.put("quarkus.datasource.username", server.user());
    configuration.put("quarkus.datasource.password", server.password());
    configuration.put("quarkus.datasource.jdbc.url", server.jdbcUrl(DATABASE));
    configuration.put("quarkus.datasource.reactive.url", server.reactiveUrl(DATABASE));
    configuration.put("marquee.apns.sandbox-host", "localhost");
    configuration.put("marquee.apns.sandbox-port", Integer.toString(simulator.port()));
    configuration.put(
        "marquee.apns.trusted-certificate",
        file("apns-certificate", simulator.tlsIdentity().certificatePem()));
    configuration.put("marquee.apns.keys.test.key-id", key.keyId());
    configuration.put("marquee.apns.keys.test.team-id", key.teamId());
    configuration.put("marquee.apns.keys.test.key-file", file("apns-key", key.p8()));
    configuration.put("marquee.apns.keys.test.apps", APP);
    configuration.put("mp.jwt.verify.publickey", Operators.publicKey());
    configuration.put("mp.jwt.verify.issuer", Operators.ISSUER);
    configuration.put("marquee.activity-types.folder", documentedTypes());
    return configuration;
  }

  private static String documentedTypes() {
    try {
      Path folder = Files.createTempDirectory("activity-types");
      Path file = Files.writeString(folder.resolve("table.yaml"), DocumentedType.yaml());
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return folder.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String name, String content) {
    try {
      Path file = Files.createTempFile(name, ".pem");
      file.toFile().deleteOnExit();
      Files.writeString(file, content);
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (apns != null) {
      apns.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }
}
