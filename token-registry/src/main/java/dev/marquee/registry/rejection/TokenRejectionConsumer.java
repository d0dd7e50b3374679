package dev.marquee.registry.rejection;

import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.contracts.outcome.TokenRejected;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads {@code token-rejections}, as many reports at a time as there are, and acknowledges them
 * after their commit. A report that cannot be read goes to the dead letters; those that cannot be
 * stored are tried again until they can.
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
  Uni<Void> consume(ConsumerRecords<byte[], byte[]> reports) {
    List<TokenRejected> rejections = new ArrayList<>(reports.count());
    Uni<Void> buried = Uni.createFrom().voidItem();
    for (ConsumerRecord<byte[], byte[]> report : reports) {
      try {
        rejections.add(TokenRejected.read(CloudEventCodec.read(headers(report), report.value())));
      } catch (MalformedEventException e) {
        buried = buried.chain(() -> deadLetters.send(report, e)).invoke(() -> count(MALFORMED));
      }
    }
    return rejections.isEmpty() ? buried : buried.chain(() -> judge(rejections));
  }

  private Uni<Void> judge(List<TokenRejected> rejections) {
    return Uni.createFrom()
        .deferred(() -> store.judge(rejections))
        .onFailure()
        .invoke(e ->
            LOG.warnf(
                "%d rejections cannot be stored yet: %s",
                rejections.size(), e.getClass().getName()))
        .onFailure()
        .retry()
        .withBackOff(FIRST_BACKOFF, MAX_BACKOFF)
        .indefinitely()
        .invoke(outcomes -> outcomes.forEach(outcome -> count(WireNames.of(outcome))))
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
