package dev.marquee.dispatcher.retention;

import static java.time.ZoneOffset.UTC;

import dev.marquee.dispatcher.database.Transactions.Session;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * SQL that makes and drops the partitions of the history, one per day of UTC. Both lock the history
 * for a moment, and fail rather than wait long for it: settles would queue behind.
 */
final class HistoryDays {
  private static final String PREFIX = "history_";
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd");

  private static final String BE_IMPATIENT = "set local lock_timeout = '2s'";

  private static final String DAYS =
      "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
          + " where i.inhparent = 'history'::regclass and c.relname ~ '^history_[0-9]{8}$'";

  /** A day of which the default partition has rows stays there: moving them would lock long. */
  private static final String IS_COVERED =
      """
      select to_regclass($1) is not null
        or exists (select from history_default where at >= $2 and at < $3)
      """;

  private static final String DELETE_STRAY =
      """
      with gone as (
        delete from history_default where ctid in (
          select h.ctid from history_default h
          where h.at < $1 and not exists (select from activities a where a.id = h.activity_id)
          limit $2)
        returning 1)
      select count(*) from gone
      """;

  private HistoryDays() {}

  /** Makes the partition of a day, unless it is there. */
  static void make(Session session, LocalDate day) {
    Instant from = day.atStartOfDay(UTC).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(UTC).toInstant();
    if (!is(session, IS_COVERED, name(day), from.atOffset(UTC), to.atOffset(UTC))) {
      session.query(BE_IMPATIENT);
      session.query("create table %s (like history including all)".formatted(name(day)));
      session.query(
          "alter table history attach partition %s for values from ('%s') to ('%s')"
              .formatted(name(day), from, to));
    }
  }

  /**
   * Drops the oldest day before {@code end} of which no activity is left.
   *
   * @return how many it dropped, one or none
   */
  static int dropOldest(Session session, LocalDate end) {
    for (LocalDate day : days(session).headSet(end)) {
      if (!isNeeded(session, day)) {
        session.query(BE_IMPATIENT);
        session.query("drop table " + name(day));
        return 1;
      }
    }
    return 0;
  }

  private static boolean isNeeded(Session session, LocalDate day) {
    return is(
        session,
        "select exists (select from %s h join activities a on a.id = h.activity_id)"
            .formatted(name(day)));
  }

  /**
   * Forgets pushes in the default partition from before {@code end} whose activities are gone.
   *
   * @return how many
   */
  static int forgetStray(Session session, Instant end, int limit) {
    return session.query(DELETE_STRAY, end.atOffset(UTC), limit).iterator().next().getInteger(0);
  }

  private static SortedSet<LocalDate> days(Session session) {
    SortedSet<LocalDate> days = new TreeSet<>();
    for (Row row : session.query(DAYS)) {
      days.add(LocalDate.parse(row.getString("relname").substring(PREFIX.length()), NAME));
    }
    return days;
  }

  private static boolean is(Session session, String question, Object... parameters) {
    return session.query(question, parameters).iterator().next().getBoolean(0);
  }

  private static String name(LocalDate day) {
    return PREFIX + NAME.format(day);
  }
}
