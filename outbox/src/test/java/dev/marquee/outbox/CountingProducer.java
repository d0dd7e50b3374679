package dev.marquee.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer of little patience that counts what it is given and strikes at one of the counts. */
final class CountingProducer extends KafkaProducer<byte[], byte[]> {

  private final AtomicInteger count = new AtomicInteger();
  private final int strikeAt;
  private final Consumer<CountingProducer> strike;

  CountingProducer(String bootstrapServers) {
    this(bootstrapServers, -1, _ -> {});
  }

  /**
   * @param strike runs once, after the record of that count was handed over
   */
  CountingProducer(String bootstrapServers, int strikeAt, Consumer<CountingProducer> strike) {
    super(configuration(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    this.strikeAt = strikeAt;
    this.strike = strike;
  }

  private static Map<String, Object> configuration(String bootstrapServers) {
    Map<String, Object> configuration =
        new HashMap<>(OutboxProducer.configuration(Map.of("bootstrap.servers", bootstrapServers)));
    configuration.put("delivery.timeout.ms", 1000);
    configuration.put("request.timeout.ms", 500);
    configuration.put("max.block.ms", 500L);
    return configuration;
  }

  int count() {
    return count.get();
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    Future<RecordMetadata> sending = super.send(record, callback);
    if (count.incrementAndGet() == strikeAt) {
      strike.accept(this);
    }
    return sending;
  }
}
