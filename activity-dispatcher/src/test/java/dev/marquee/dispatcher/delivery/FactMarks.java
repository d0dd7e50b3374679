package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.dispatcher.database.Transactions.Session;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes touched activities due and claims none, as ingest does when no send slot is free. */
public final class FactMarks {
  private FactMarks() {}

  /** Answers which activities became due. */
  public static List<Long> mark(Session session, Touched touched, Instant now) {
    List<Long> marked = new ArrayList<>();
    for (Row row :
        session.query(
            ClaimSql.TOUCH,
            now.atOffset(UTC),
            0,
            0.0,
            now.getEpochSecond(),
            new String[0],
            touched.bookingIds().toArray(Long[]::new),
            touched.deviceIds().toArray(Long[]::new))) {
      marked.add(row.getLong("id"));
    }
    return marked;
  }
}
