package dev.marquee.registry;

import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import dev.marquee.testbed.backends.EmbeddedPostgresServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL and a real Kafka for all component tests of a JVM. */
public class RegistryBackends implements QuarkusTestResourceLifecycleManager {
  private static final String DATABASE = "token_registry";
  private static final int PARTITIONS = 4;

  /** What the registry logs, whichever test makes it. */
  static final Path LOG = Path.of("target", "registry-tests.log");

  /** More than other tests have dropped; each device's share is below the guard's here. */
  static final int REJECTIONS_THAT_TRIP = 40;

  private final EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start();
  private final EmbeddedKafkaBroker kafka = EmbeddedKafkaBroker.start();

  @Override
  public Map<String, String> start() {
    postgres.createDatabase(DATABASE);
    kafka.createTopics(List.of("token-events"), PARTITIONS, Map.of("cleanup.policy", "compact"));
    kafka.createTopics(List.of("token-rejections", "token-rejections-dlq"), PARTITIONS, Map.of());
    Map<String, String> settings = new HashMap<>();
    settings.put("quarkus.datasource.username", postgres.user());
    settings.put("quarkus.datasource.password", postgres.password());
    settings.put("quarkus.datasource.reactive.url", postgres.reactiveUrl(DATABASE));
    settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl(DATABASE));
    settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    settings.put("mp.jwt.verify.publickey", Logins.publicKey());
    settings.put("quarkus.http.test-port", "0");
    settings.put("marquee.erasure.poll-interval", "1s");
    settings.put("marquee.rejections.guard.poll-interval", "1s");
    settings.put("marquee.rejections.guard.least-count", Integer.toString(REJECTIONS_THAT_TRIP));
    settings.put("quarkus.log.file.enabled", "true");
    settings.put("quarkus.log.file.path", LOG.toString());
    // The broker lives in this JVM too, and finds much to say about its start and end.
    settings.put("quarkus.log.category.\"org.apache.kafka\".level", "ERROR");
    return settings;
  }

  @Override
  public void stop() {
    kafka.close();
    postgres.close();
  }
}
