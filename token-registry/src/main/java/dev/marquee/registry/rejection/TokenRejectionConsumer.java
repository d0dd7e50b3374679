package dev.marquee.registry.rejection;

import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.contracts.outcome.TokenRejected;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads {@code token-rejections}, one report after the other, and acknowledges each after its
 * commit. A report that cannot be read goes to the dead letters; one that cannot be stored is tried
 * again until it can.
 */
@ApplicationScoped
class TokenRejectionConsumer {
  private static final Logger LOG = Logger.getLogger(TokenRejectionConsumer.class);
  private static final String REJECTIONS = "marquee.registry.token.rejections";
  private static final String OUTCOME = "outcome";
  private static final String MALFORMED = "malformed";
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  private final RejectionStore store;
  private final DeadLetters deadLetters;
  private final MeterRegistry metrics;

  TokenRejectionConsumer(RejectionStore store, DeadLetters deadLetters, MeterRegistry metrics) {
    this.store = store;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  @Incoming("token-rejections")
  Uni<Void> consume(ConsumerRecord<byte[], byte[]> report) {
    TokenRejected rejection;
    try {
      rejection = TokenRejected.read(CloudEventCodec.read(headers(report), report.value()));
    } catch (MalformedEventException e) {
      count(MALFORMED);
      return deadLetters.send(report, e);
    }
    return Uni.createFrom()
        .deferred(() -> store.judge(rejection))
        .onFailure()
        .invoke(e ->
            LOG.warnf(
                "The rejection at %s-%d@%d cannot be stored yet: %s",
                report.topic(), report.partition(), report.offset(), e.getClass().getName()))
        .onFailure()
        .retry()
        .withBackOff(FIRST_BACKOFF, MAX_BACKOFF)
        .indefinitely()
        .invoke(outcome -> count(outcome.name().toLowerCase(Locale.ROOT)))
        .replaceWithVoid();
  }

  private void count(String outcome) {
    metrics.counter(REJECTIONS, OUTCOME, outcome).increment();
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> report) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : report.headers()) {
      if (header.value() != null) {
        headers.put(
            header.key().toLowerCase(Locale.ROOT),
            new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return headers;
  }
}
