package dev.marquee.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction that owns some shards: advisory locks, which end with it, keep every other relay
 * away. It holds neither snapshot nor row locks while records are under way, so that it hinders no
 * vacuum. Blocks, so it is for virtual threads. Close without {@link #deleteAndCommit} rolls back.
 */
final class ShardTransaction implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShardTransaction.class);

  /** "mqob": keeps these locks apart from other advisory locks of the database. */
  private static final int LOCK_CLASS = 0x6d716f62;

  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Losing the deletion in a crash of the database only repeats records, which consumers bear; so
   * it need not wait for the disk.
   */
  private static final String LOCK =
      """
      select set_config('idle_in_transaction_session_timeout', $3, true),
             set_config('synchronous_commit', 'off', true),
             array(select s from unnest($2::int[]) as s where pg_try_advisory_xact_lock($1, s))\
      """;

  /** A statement of its own: its snapshot must be younger than the locks. */
  private static final String READ =
      """
      select oldest.*
        from unnest($1::int[]) as s
       cross join lateral (
             select id, shard, topic, records::text from outbox
              where outbox.shard = s order by outbox.shard, id limit $2) as oldest\
      """;

  private static final String DELETE = "delete from outbox where id = any($1)";

  private final SqlConnection connection;
  private final List<Integer> shards;
  private @Nullable Transaction open;

  private ShardTransaction(
      SqlConnection connection, Transaction transaction, List<Integer> shards) {
    this.connection = connection;
    this.open = transaction;
    this.shards = shards;
  }

  /** Begins, as the owner of those shards that no other relay owns at this moment. */
  static ShardTransaction begin(Pool pool, Collection<Integer> shards, Duration sessionTimeout) {
    SqlConnection connection = await(pool.getConnection());
    // Else the client prints to stderr what the next statement reports anyway.
    connection.exceptionHandler(failure -> LOG.debug("Connection of the outbox lost", failure));
    try {
      Transaction transaction = await(connection.begin());
      return new ShardTransaction(
          connection, transaction, lock(connection, shards, sessionTimeout));
    } catch (RuntimeException e) {
      connection.closeAndForget();
      throw e;
    }
  }

  private static List<Integer> lock(
      SqlConnection connection, Collection<Integer> shards, Duration sessionTimeout) {
    Tuple parameters =
        Tuple.of(LOCK_CLASS, shards.toArray(Integer[]::new), sessionTimeout.toMillis() + "ms");
    return List.of(
        await(connection.preparedQuery(LOCK).execute(parameters))
            .iterator()
            .next()
            .getArrayOfIntegers(2));
  }

  /** The shards that it owns. */
  List<Integer> shards() {
    return shards;
  }

  /**
   * The oldest rows of its shards, each shard's in order.
   *
   * @param limit most rows of one shard
   */
  List<OutboxRow> oldestRows(int limit) {
    Tuple parameters = Tuple.of(shards.toArray(Integer[]::new), limit);
    var rows = await(connection.preparedQuery(READ).execute(parameters));
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row ->
            new OutboxRow(row.getLong(0), row.getInteger(1), row.getString(2), row.getString(3)))
        .toList();
  }

  /** Forgets the rows for good and gives the shards back. */
  void deleteAndCommit(List<OutboxRow> rows) {
    Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
    await(connection.preparedQuery(DELETE).execute(Tuple.of(ids)));
    Transaction transaction = open;
    open = null;
    if (transaction != null) {
      await(transaction.commit());
    }
  }

  @Override
  public void close() {
    try {
      if (open != null) {
        await(open.rollback());
      }
    } finally {
      connection.closeAndForget();
    }
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(STATEMENT_TIMEOUT);
  }
}
