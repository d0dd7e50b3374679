package dev.marquee.dispatcher.wiring;

import dev.marquee.outbox.OutboxProducer;
import dev.marquee.outbox.OutboxRelay;
import dev.marquee.outbox.OutboxSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/** Makes the outbox relay, runs it as long as the service runs, and shows how far behind it is. */
@ApplicationScoped
class OutboxRelayBean {
  /** Outcomes are for the record, and the next push does not wait for them. */
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(25);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final OutboxRelay relay;
  private final MeterRegistry metrics;

  OutboxRelayBean(
      Pool pool,
      MeterRegistry metrics,
      @Identifier("default-kafka-broker") Map<String, Object> connection) {
    this.producer = OutboxProducer.create(connection);
    this.relay =
        new OutboxRelay(pool, producer, OutboxSettings.defaults().withLookInterval(LOOK_INTERVAL));
    this.metrics = metrics;
  }

  @Produces
  @Singleton
  OutboxRelay relay() {
    return relay;
  }

  void onStart(@Observes StartupEvent event) {
    Gauge.builder("marquee.outbox.depth", relay, OutboxRelay::depth).register(metrics);
    Gauge.builder("marquee.outbox.oldest.age", relay, it -> it.oldestAge().toMillis() / 1_000.0)
        .baseUnit("seconds")
        .register(metrics);
    relay.start();
  }

  void onShutdown(@Observes ShutdownEvent event) {
    relay.close();
    producer.close(CLOSE_PATIENCE);
  }
}
