package dev.marquee.registry.rejection;

import dev.marquee.contracts.envelope.DeadLetterHeaders;
import dev.marquee.contracts.envelope.MalformedEventException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Where reports go that cannot be read: as they were, with the reason in the headers. */
@ApplicationScoped
class DeadLetters {
  private final MutinyEmitter<byte[]> emitter;

  DeadLetters(@Channel("token-rejections-dlq") MutinyEmitter<byte[]> emitter) {
    this.emitter = emitter;
  }

  /** Done when the broker has it. */
  Uni<Void> send(ConsumerRecord<byte[], byte[]> original, MalformedEventException reason) {
    RecordHeaders headers = new RecordHeaders(original.headers());
    BiConsumer<String, String> add =
        (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    add.accept(DeadLetterHeaders.REASON, String.valueOf(reason.getMessage()));
    add.accept(DeadLetterHeaders.TOPIC, original.topic());
    add.accept(DeadLetterHeaders.PARTITION, Integer.toString(original.partition()));
    add.accept(DeadLetterHeaders.OFFSET, Long.toString(original.offset()));
    OutgoingKafkaRecordMetadata<byte[]> metadata =
        OutgoingKafkaRecordMetadata.<byte[]>builder()
            .withKey(original.key())
            .withHeaders(headers)
            .build();
    return emitter.sendMessage(Message.of(original.value()).addMetadata(metadata));
  }
}
