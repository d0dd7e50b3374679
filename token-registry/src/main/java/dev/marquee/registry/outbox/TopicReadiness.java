package dev.marquee.registry.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Not ready until the broker has shown the topic once. A broker that goes away later is no reason
 * to turn apps away: what they send waits in the outbox.
 */
@Readiness
@ApplicationScoped
class TopicReadiness implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(TopicReadiness.class);
  private static final String TOPIC = "token-events";
  private static final long RETRY_MILLIS = 500;

  private final Producer<byte[], byte[]> producer;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean seen;

  TopicReadiness(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  void start(@Observes StartupEvent start) {
    Thread.ofVirtual().name("topic-readiness").start(this::look);
  }

  private void look() {
    boolean failing = false;
    while (!seen) {
      try {
        seen = !producer.partitionsFor(TOPIC).isEmpty();
      } catch (KafkaException e) {
        if (!failing) {
          LOG.warnf("The topic %s cannot be reached yet: %s", TOPIC, e.getMessage());
        }
        failing = true;
        try {
          if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
        } catch (InterruptedException _) {
          return;
        }
      }
    }
  }

  void stop(@Observes ShutdownEvent stop) {
    closing.countDown();
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("topic " + TOPIC).status(seen).build();
  }
}
