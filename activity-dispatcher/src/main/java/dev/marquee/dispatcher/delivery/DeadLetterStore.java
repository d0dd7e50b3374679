package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.dispatcher.database.Transactions;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL that lists what was given up. Worker or virtual threads. */
@ApplicationScoped
public class DeadLetterStore {
  /** Condition on a dead letter {@code l} of a device {@code d}, by {@link #parameters}. */
  static final String MATCHING =
      """
      where ($1::text is null or strpos(lower(l.reason), lower($1)) > 0)
        and ($2::text is null or d.app = $2)
        and ($3::timestamptz is null or l.at >= $3)
        and ($4::timestamptz is null or l.at < $4)
      """;

  private static final String LIST =
      """
      select l.activity_id, b.ref as booking, d.ref as device, d.app, l.at, l.reason, l.attempts,
        l.replayed_at, l.replayed_by
      from dead_letters l
      join activities a on a.id = l.activity_id
      join bookings b on b.id = a.booking_id
      join devices d on d.id = a.device_id
      """
          + MATCHING
          + " order by l.at desc, l.id desc limit $5";

  private final Transactions transactions;

  DeadLetterStore(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * The dead letters that match, the newest first.
   *
   * @param limit how many at most
   */
  public List<DeadLetter> list(DeadLetterFilter filter, int limit) {
    return transactions.run(session -> {
      List<DeadLetter> letters = new ArrayList<>();
      for (Row row : session.query(LIST, parameters(filter, limit))) {
        letters.add(
            new DeadLetter(
                Long.toString(row.getLong("activity_id")),
                row.getString("booking"),
                row.getString("device"),
                row.getString("app"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("reason"),
                row.getInteger("attempts"),
                instant(row.getOffsetDateTime("replayed_at")),
                row.getString("replayed_by")));
      }
      return letters;
    });
  }

  /** The filter as parameters 1 to 4, the limit as 5. */
  static Object[] parameters(DeadLetterFilter filter, int limit) {
    return new Object[] {
      filter.cause(), filter.app(), offset(filter.since()), offset(filter.until()), limit
    };
  }

  static @Nullable OffsetDateTime offset(@Nullable Instant time) {
    return time == null ? null : time.atOffset(UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
