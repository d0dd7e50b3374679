package dev.marquee.dispatcher.ingest;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.dispatcher.database.Transactions.Session;
import java.time.Instant;
import java.util.List;

/** Ingest without Kafka: batches of events straight into the database, as the consumers do it. */
public final class FactWriter {
  private static final BookingFactStore BOOKINGS = new BookingFactStore();
  private static final TokenFactStore TOKENS = new TokenFactStore();

  private FactWriter() {}

  /** Writes a batch and answers which activities it made due. */
  public static List<Long> writeBookings(
      Session session, List<? extends BookingEvent> events, Instant now) {
    return merge(session, events, now).touched();
  }

  /** Writes a batch and answers which activities it made due. */
  public static List<Long> writeTokens(
      Session session, List<? extends TokenEvent> events, Instant now) {
    return mergeTokens(session, events, now).touched();
  }

  static Merged merge(Session session, List<? extends BookingEvent> events, Instant now) {
    BookingFacts facts = new BookingFacts();
    events.forEach(facts::add);
    return BOOKINGS.merge(session, facts, now);
  }

  static Merged mergeTokens(Session session, List<? extends TokenEvent> events, Instant now) {
    TokenFacts facts = new TokenFacts();
    events.forEach(facts::add);
    return TOKENS.merge(session, facts, now);
  }

  /** Carries one chunk of a show's change, and answers whether there was one. */
  public static boolean fanOut(Session session, Instant now) {
    return FanoutWorker.markChunk(session, now).isPresent();
  }
}
