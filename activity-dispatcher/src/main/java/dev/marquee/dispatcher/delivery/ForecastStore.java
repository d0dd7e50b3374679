package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Forecast.ForecastHour;
import dev.marquee.dispatcher.delivery.Forecast.PlannedStarts;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** SQL that counts what is due when. Reads only. Worker or virtual threads. */
@ApplicationScoped
public class ForecastStore {
  /** A card that nobody started or heard of starts when it is due; whatever else is a look. */
  private static final String HOURS =
      """
      with ahead as (
        select date_trunc('hour', a.due_at, 'UTC') as hour, a.booking_id, a.device_id,
          a.ended_at is null and coalesce(a.start_answer, 'refused') = 'refused'
            and not exists (
              select from instances i join bookings b on b.ref = i.booking_ref
              where i.device_id = a.device_id and b.id = a.booking_id) as starts
        from activities a
        where a.lane in (select name from lanes) and a.due_at >= $4 and a.due_at < $5
      ), starts as (
        select hour,\s
      """
          + StartTokens.WORD
          + """
               as token
            from ahead a join bookings b on b.id = a.booking_id join devices d on d.id = a.device_id
          """
          + StartTokens.JOINS
          + """
            where a.starts
          ), by_token as (
            select hour, count(*) as total, count(*) filter (where token = 'usable') as usable,
              count(*) filter (where token = 'missing') as missing,
              count(*) filter (where token = 'old') as old,
              count(*) filter (where token = 'unheard') as unheard,
              count(*) filter (where token = 'off') as off
            from starts group by hour
          ), others as (
            select hour, count(*) as others from ahead where not starts group by hour
          )
          select hour, coalesce(total, 0) as total, coalesce(usable, 0) as usable,
            coalesce(missing, 0) as missing, coalesce(old, 0) as old,
            coalesce(unheard, 0) as unheard, coalesce(off, 0) as off, coalesce(others, 0) as others
          from by_token full join others using (hour)
          order by hour
          """;

  private static final String OVERDUE =
      "select count(*) as overdue from activities a"
          + " where a.lane in (select name from lanes) and a.due_at < $1";

  private final Transactions transactions;
  private final ForecastConfig config;
  private final BusinessClock clock;

  ForecastStore(Transactions transactions, ForecastConfig config, BusinessClock clock) {
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
  }

  /** The forecast for a while from now on. */
  public Forecast ahead(Duration horizon) {
    Instant from = clock.instant();
    Instant until = from.plus(horizon);
    return transactions.run(
        session -> Forecast.of(from, until, overdue(session, from), hours(session, from, until)));
  }

  private static long overdue(Session session, Instant now) {
    return session.query(OVERDUE, now.atOffset(UTC)).iterator().next().getLong("overdue");
  }

  private List<ForecastHour> hours(Session session, Instant from, Instant until) {
    Object[] parameters =
        StartTokens.parameters(config, from, from.atOffset(UTC), until.atOffset(UTC));
    List<ForecastHour> hours = new ArrayList<>();
    for (Row row : session.query(HOURS, parameters)) {
      hours.add(
          new ForecastHour(
              row.getOffsetDateTime("hour").toInstant(), starts(row), row.getLong("others")));
    }
    return hours;
  }

  private static PlannedStarts starts(Row row) {
    return new PlannedStarts(
        row.getLong("total"),
        row.getLong("usable"),
        row.getLong("missing"),
        row.getLong("old"),
        row.getLong("unheard"),
        row.getLong("off"));
  }
}
