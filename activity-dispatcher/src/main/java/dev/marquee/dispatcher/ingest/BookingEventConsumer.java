package dev.marquee.dispatcher.ingest;

import dev.marquee.clock.BusinessClock;
import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.outbox.OutboxRecord;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Consumes {@code booking-events}. One batch at a time, on a worker thread. */
@ApplicationScoped
class BookingEventConsumer {
  /** The channel and the topic. */
  static final String BOOKING_EVENTS = "booking-events";

  private static final Logger LOG = Logger.getLogger(BookingEventConsumer.class);

  /**
   * How far ahead of us an upstream clock may be; beyond it a fact would stay the newest too long.
   */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private final BatchIngest ingest;
  private final BookingFactStore store;
  private final BusinessClock clock;
  private final CatchUp catchUp;
  private final ChannelDrain drain;

  BookingEventConsumer(
      BatchIngest ingest,
      BookingFactStore store,
      BusinessClock clock,
      @Identifier("catch-up") CatchUp catchUp,
      ChannelDrain drain) {
    this.ingest = ingest;
    this.store = store;
    this.clock = clock;
    this.catchUp = catchUp;
    this.drain = drain;
  }

  @Incoming(BOOKING_EVENTS)
  @Blocking
  void consume(ConsumerRecords<byte[], byte[]> batch) {
    try (ChannelDrain.Batch _ = drain.begin()) {
      apply(batch);
    }
  }

  private void apply(ConsumerRecords<byte[], byte[]> batch) {
    BookingFacts facts = new BookingFacts();
    List<OutboxRecord> poison = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> consumed : batch) {
      try {
        facts.add(read(consumed));
      } catch (MalformedEventException e) {
        LOG.warnf(
            "unreadable event, topic=%s partition=%d offset=%d: %s",
            consumed.topic(), consumed.partition(), consumed.offset(), e.getMessage());
        poison.add(KafkaRecords.deadLetter(consumed, e.getMessage()));
      }
    }
    ingest.apply(
        BOOKING_EVENTS,
        batch.count() - poison.size(),
        poison,
        (session, now) -> store.merge(session, facts, now));
    catchUp.applied(batch);
  }

  private BookingEvent read(ConsumerRecord<byte[], byte[]> consumed) {
    CloudEvent event = CloudEventCodec.read(KafkaRecords.headers(consumed), consumed.value());
    if (event.time().isAfter(clock.instant().plus(CLOCK_TOLERANCE))) {
      throw new MalformedEventException(
          "$.time", "a time no more than 5 minutes ahead", event.time().toString());
    }
    return BookingEventCodec.read(event);
  }
}
