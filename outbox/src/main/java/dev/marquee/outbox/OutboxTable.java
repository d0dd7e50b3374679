package dev.marquee.outbox;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Questions about the outbox as a whole. Blocks, so it is for virtual threads. */
final class OutboxTable {

  /** One probe of an index per shard, however long the backlog is. */
  private static final String SHARDS_WITH_ROWS =
      """
      select s::int
        from generate_series(0, %d) as s
       where exists (select from outbox where outbox.shard = s)\
      """
          .formatted(OutboxEntry.SHARDS - 1);

  /** Counting further would cost more than the answer is worth. */
  static final int DEPTH_LIMIT = 100_000;

  private static final String BACKLOG =
      """
      select (select count(*) from (select from outbox limit %d) as counted),
             (extract(epoch from clock_timestamp()
               - (select created_at from outbox order by id limit 1)) * 1000)::bigint\
      """
          .formatted(DEPTH_LIMIT);

  private final Pool pool;

  OutboxTable(Pool pool) {
    this.pool = pool;
  }

  /**
   * What waits.
   *
   * @param depth rows, counted up to {@link #DEPTH_LIMIT}
   * @param oldestAge how long the oldest has waited, by the database's clock; zero if none waits
   */
  record Backlog(long depth, Duration oldestAge) {
    static final Backlog NONE = new Backlog(0, Duration.ZERO);
  }

  List<Integer> shardsWithRows() {
    List<Integer> shards = new ArrayList<>();
    query(SHARDS_WITH_ROWS).forEach(row -> shards.add(row.getInteger(0)));
    return shards;
  }

  Backlog backlog() {
    Row row = query(BACKLOG).iterator().next();
    Long ageMillis = row.getLong(1);
    return new Backlog(
        row.getLong(0), ageMillis == null ? Duration.ZERO : Duration.ofMillis(ageMillis));
  }

  private RowSet<Row> query(String sql) {
    return ShardTransaction.await(pool.preparedQuery(sql).execute());
  }
}
