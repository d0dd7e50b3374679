package dev.marquee.dispatcher.ingest;

import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.contracts.token.TokenEventCodec;
import dev.marquee.outbox.OutboxRecord;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Consumes {@code token-events}. One batch at a time, on a worker thread. */
@ApplicationScoped
class TokenEventConsumer {
  /** The channel and the topic. */
  static final String TOKEN_EVENTS = "token-events";

  private static final Logger LOG = Logger.getLogger(TokenEventConsumer.class);

  private final BatchIngest ingest;
  private final TokenFactStore store;
  private final CatchUp catchUp;
  private final ChannelDrain drain;

  TokenEventConsumer(
      BatchIngest ingest,
      TokenFactStore store,
      @Identifier("catch-up") CatchUp catchUp,
      ChannelDrain drain) {
    this.ingest = ingest;
    this.store = store;
    this.catchUp = catchUp;
    this.drain = drain;
  }

  @Incoming(TOKEN_EVENTS)
  @Blocking
  void consume(ConsumerRecords<byte[], byte[]> batch) {
    try (ChannelDrain.Batch _ = drain.begin()) {
      apply(batch);
    }
  }

  private void apply(ConsumerRecords<byte[], byte[]> batch) {
    TokenFacts facts = new TokenFacts();
    List<OutboxRecord> poison = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> consumed : batch) {
      try {
        add(facts, consumed);
      } catch (MalformedEventException e) {
        LOG.warnf(
            "unreadable event, topic=%s partition=%d offset=%d: %s",
            consumed.topic(), consumed.partition(), consumed.offset(), e.getMessage());
        poison.add(KafkaRecords.deadLetter(consumed, e.getMessage()));
      }
    }
    ingest.apply(
        TOKEN_EVENTS,
        batch.count() - poison.size(),
        poison,
        (session, now) -> store.merge(session, facts, now));
    catchUp.applied(batch);
  }

  private static void add(TokenFacts facts, ConsumerRecord<byte[], byte[]> consumed) {
    byte[] value = consumed.value();
    if (value == null) {
      String key = KafkaRecords.key(consumed);
      if (key == null) {
        throw new MalformedEventException("key", "a key", "nothing");
      }
      facts.addTombstone(key);
    } else {
      facts.add(TokenEventCodec.read(CloudEventCodec.read(KafkaRecords.headers(consumed), value)));
    }
  }
}
