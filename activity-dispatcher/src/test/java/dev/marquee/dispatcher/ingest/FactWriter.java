package dev.marquee.dispatcher.ingest;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.FactMarks;
import dev.marquee.dispatcher.delivery.Touched;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ingest without Kafka: batches of events straight into the database, as the consumers do it. */
public final class FactWriter {
  private static final BookingFactStore BOOKINGS = new BookingFactStore();
  private static final TokenFactStore TOKENS = new TokenFactStore();

  private FactWriter() {}

  /** Writes a batch and answers which activities it made due. */
  public static List<Long> writeBookings(
      Session session, List<? extends BookingEvent> events, Instant now) {
    return FactMarks.mark(session, mergeBookings(session, events, now), now);
  }

  /** Writes a batch and answers which activities it made due. */
  public static List<Long> writeTokens(
      Session session, List<? extends TokenEvent> events, Instant now) {
    return FactMarks.mark(session, mergeTokens(session, events, now), now);
  }

  /** Writes a batch and leaves it to the caller to make the activities due. */
  public static Touched mergeBookings(
      Session session, List<? extends BookingEvent> events, Instant now) {
    return merged(session, events, now).touched();
  }

  /** Writes a batch and leaves it to the caller to make the activities due. */
  public static Touched mergeTokens(
      Session session, List<? extends TokenEvent> events, Instant now) {
    return mergedTokens(session, events, now).touched();
  }

  /** Carries one chunk of a show's change, and answers whether there was one. */
  public static boolean fanOut(Session session, Instant now) {
    Optional<Touched> chunk = FanoutWorker.nextChunk(session);
    chunk.ifPresent(touched -> FactMarks.mark(session, touched, now));
    return chunk.isPresent();
  }

  static Merged merged(Session session, List<? extends BookingEvent> events, Instant now) {
    BookingFacts facts = new BookingFacts();
    events.forEach(facts::add);
    return BOOKINGS.merge(session, facts, now);
  }

  static Merged mergedTokens(Session session, List<? extends TokenEvent> events, Instant now) {
    TokenFacts facts = new TokenFacts();
    events.forEach(facts::add);
    return TOKENS.merge(session, facts, now);
  }
}
