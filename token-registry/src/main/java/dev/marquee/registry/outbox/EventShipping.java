package dev.marquee.registry.outbox;

import dev.marquee.outbox.OutboxProducer;
import dev.marquee.outbox.OutboxRelay;
import dev.marquee.outbox.OutboxSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;

/** Runs the relay from the outbox to Kafka for as long as the service runs. */
@Singleton
class EventShipping {
  private static final String DEPTH = "marquee.outbox.depth";
  private static final String OLDEST_AGE = "marquee.outbox.oldest.age";

  private final Producer<byte[], byte[]> producer;
  private final OutboxRelay relay;

  EventShipping(
      Pool pool,
      @Identifier("default-kafka-broker") Map<String, Object> connection,
      MeterRegistry metrics) {
    producer = OutboxProducer.create(connection);
    relay = new OutboxRelay(pool, producer, OutboxSettings.defaults());
    Gauge.builder(DEPTH, relay, OutboxRelay::depth)
        .description("Rows of the outbox that wait to be sent")
        .register(metrics);
    TimeGauge.builder(
            OLDEST_AGE, relay, TimeUnit.MILLISECONDS, outbox -> outbox.oldestAge().toMillis())
        .description("How long the oldest row of the outbox has waited")
        .register(metrics);
  }

  @Produces
  @Singleton
  OutboxRelay relay() {
    return relay;
  }

  @Produces
  @Singleton
  Producer<byte[], byte[]> producer() {
    return producer;
  }

  void start(@Observes StartupEvent start) {
    relay.start();
  }

  void stop(@Observes ShutdownEvent stop) {
    relay.close();
    producer.close();
  }
}
