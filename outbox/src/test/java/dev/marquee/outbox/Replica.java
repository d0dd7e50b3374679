package dev.marquee.outbox;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/** A started relay with a pool and a producer of its own, as in each replica of a service. */
final class Replica implements AutoCloseable {

  private static final Vertx VERTX = Vertx.vertx();

  private final Pool pool;
  private final Producer<byte[], byte[]> producer;
  private final OutboxRelay relay;

  private Replica(Pool pool, Producer<byte[], byte[]> producer, OutboxSettings settings) {
    this.pool = pool;
    this.producer = producer;
    this.relay = new OutboxRelay(pool, producer, settings);
    relay.start();
  }

  static Replica start(Outbox outbox, String bootstrapServers) {
    return start(
        outbox, OutboxProducer.create(Map.of("bootstrap.servers", bootstrapServers)), settings());
  }

  static Replica start(Outbox outbox, Producer<byte[], byte[]> producer, OutboxSettings settings) {
    return new Replica(newPool(outbox.reactiveUrl()), producer, settings);
  }

  /** Small transactions, so that replicas meet often; short waits, so that tests do not. */
  static OutboxSettings settings() {
    return new OutboxSettings(
        7,
        4,
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        Duration.ofSeconds(20));
  }

  static Pool newPool(String url) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(5))
        .connectingTo(PgConnectOptions.fromUri(url).setUser("postgres").setPassword("postgres"))
        .using(VERTX)
        .build();
  }

  OutboxRelay relay() {
    return relay;
  }

  @Override
  public void close() {
    relay.close();
    producer.close(Duration.ZERO);
    pool.closeAndAwait();
  }
}
