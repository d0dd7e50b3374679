package dev.marquee.dispatcher.retention;

import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.ToIntFunction;

/**
 * What is kept for how long, as {@code docs/operations.md} says, carried out in chunks. One replica
 * at a time forgets; the others find nothing to do. Worker or virtual threads.
 */
final class Retention {
  /** Most rows of one kind in one transaction. */
  static final int CHUNK = 500;

  /** Days of the history that are made ahead, today included. */
  static final int DAYS_AHEAD = 7;

  /** "mqrt": keeps this lock apart from other advisory locks of the database. */
  private static final String BECOME_HOLDER = "select pg_try_advisory_xact_lock(1836151412)";

  private final Transactions transactions;
  private final RetentionConfig config;

  /**
   * Prepares it.
   *
   * @throws IllegalStateException when bookings would go too early, or erased ones too late
   */
  Retention(Transactions transactions, RetentionConfig config) {
    this.transactions = transactions;
    this.config = config;
    if (config.afterShow().compareTo(RetentionConfig.LEAST_AFTER_SHOW) < 0) {
      throw new IllegalStateException(
          "marquee.retention.after-show (%s) must be at least %s"
              .formatted(config.afterShow(), RetentionConfig.LEAST_AFTER_SHOW));
    }
    if (config.afterErasure().compareTo(RetentionConfig.MOST_AFTER_ERASURE) > 0) {
      throw new IllegalStateException(
          "marquee.retention.after-erasure (%s) must be at most %s"
              .formatted(config.afterErasure(), RetentionConfig.MOST_AFTER_ERASURE));
    }
  }

  /**
   * What one round forgot.
   *
   * @param historyDays days of the history, dropped as a whole
   * @param historyRows pushes of days that no partition was made for
   */
  record Forgotten(int bookings, int shows, int historyDays, int historyRows) {
    /** Whether another round may find more. */
    boolean isFull() {
      return bookings >= CHUNK || shows >= CHUNK || historyDays > 0 || historyRows >= CHUNK;
    }
  }

  /**
   * Forgets one chunk of each kind, and makes the history's next days.
   *
   * @param now business time
   */
  Forgotten round(Instant now) {
    Instant over = now.minus(config.afterShow());
    Instant unheard = now.minus(config.unconfirmed());
    Instant erased = now.minus(config.afterErasure());
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    today.datesUntil(today.plusDays(DAYS_AHEAD)).forEach(this::makeDay);
    return new Forgotten(
        asHolder(session -> BookingRetention.forgetOver(session, over, CHUNK))
            + asHolder(session -> BookingRetention.forgetUnconfirmed(session, unheard, CHUNK))
            + asHolder(session -> BookingRetention.forgetDisowned(session, erased, CHUNK)),
        asHolder(session -> BookingRetention.forgetEmptyShows(session, over, unheard, CHUNK)),
        asHolder(
            session -> HistoryDays.dropOldest(session, LocalDate.ofInstant(over, ZoneOffset.UTC))),
        asHolder(session -> HistoryDays.forgetStray(session, over, CHUNK)));
  }

  private void makeDay(LocalDate day) {
    asHolder(session -> {
      HistoryDays.make(session, day);
      return 0;
    });
  }

  /** How many rows the work forgot; none while another replica is at it. */
  private int asHolder(ToIntFunction<Session> work) {
    return transactions.run(session ->
        session.query(BECOME_HOLDER).iterator().next().getBoolean(0)
            ? work.applyAsInt(session)
            : 0);
  }
}
