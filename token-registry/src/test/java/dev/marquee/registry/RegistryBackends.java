package dev.marquee.registry;

import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import dev.marquee.testbed.backends.EmbeddedPostgresServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL and a real Kafka for all component tests of a JVM. */
public class RegistryBackends implements QuarkusTestResourceLifecycleManager {
  private static final String DATABASE = "token_registry";
  private static final int PARTITIONS = 4;

  private final EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start();
  private final EmbeddedKafkaBroker kafka = EmbeddedKafkaBroker.start();

  @Override
  public Map<String, String> start() {
    postgres.createDatabase(DATABASE);
    kafka.createTopics(List.of("token-events"), PARTITIONS, Map.of("cleanup.policy", "compact"));
    kafka.createTopics(List.of("token-rejections", "token-rejections-dlq"), PARTITIONS, Map.of());
    return Map.of(
        "quarkus.datasource.username", postgres.user(),
        "quarkus.datasource.password", postgres.password(),
        "quarkus.datasource.reactive.url", postgres.reactiveUrl(DATABASE),
        "quarkus.datasource.jdbc.url", postgres.jdbcUrl(DATABASE),
        "kafka.bootstrap.servers", kafka.bootstrapServers(),
        "mp.jwt.verify.publickey", Logins.publicKey(),
        "quarkus.http.test-port", "0",
        "marquee.erasure.poll-interval", "1s",
        // The broker lives in this JVM too, and finds much to say about its start and end.
        "quarkus.log.category.\"org.apache.kafka\".level", "ERROR");
  }

  @Override
  public void stop() {
    kafka.close();
    postgres.close();
  }
}
