package dev.marquee.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.contracts.outcome.TokenRejected.TokenKind;
import dev.marquee.contracts.token.PushToken;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Reports of refused tokens, as the dispatcher sends them. */
final class Rejections {
  private static final AtomicInteger REPORTS = new AtomicInteger();

  private Rejections() {}

  static void report(
      Producer<byte[], byte[]> producer,
      InstalledApp app,
      TokenKind kind,
      String token,
      @Nullable Instant rejectedAt,
      Instant observedAt)
      throws Exception {
    CloudEvent report =
        new TokenRejected(
                "rejection-" + REPORTS.incrementAndGet(),
                observedAt,
                app.deviceId(),
                kind,
                new PushToken(token).fingerprint(),
                "Unregistered",
                rejectedAt,
                observedAt)
            .write();
    ProducerRecord<byte[], byte[]> kafkaRecord =
        new ProducerRecord<>(
            "token-rejections",
            app.deviceId().getBytes(UTF_8),
            CloudEventCodec.binaryValue(report));
    Map<String, String> headers = CloudEventCodec.binaryHeaders(report);
    headers.forEach((name, value) -> kafkaRecord.headers().add(name, value.getBytes(UTF_8)));
    producer.send(kafkaRecord).get(10, TimeUnit.SECONDS);
  }
}
