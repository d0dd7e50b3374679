package dev.marquee.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction that owns one shard: an advisory lock, which ends with it, keeps every other relay
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
      select pg_try_advisory_xact_lock($1, $2),
             set_config('idle_in_transaction_session_timeout', $3, true),
             set_config('synchronous_commit', 'off', true)\
      """;

  /** A statement of its own: its snapshot must be younger than the lock. */
  private static final String READ =
      "select id, topic, records::text from outbox where shard = $1 order by shard, id limit $2";

  private static final String DELETE = "delete from outbox where id = any($1)";

  private final SqlConnection connection;
  private final int shard;
  private @Nullable Transaction open;

  private ShardTransaction(SqlConnection connection, Transaction transaction, int shard) {
    this.connection = connection;
    this.open = transaction;
    this.shard = shard;
  }

  /** Begins, or returns nothing if another relay owns the shard at this moment. */
  static Optional<ShardTransaction> begin(Pool pool, int shard, Duration sessionTimeout) {
    SqlConnection connection = await(pool.getConnection());
    // Else the client prints to stderr what the next statement reports anyway.
    connection.exceptionHandler(failure -> LOG.debug("Connection of the outbox lost", failure));
    try {
      ShardTransaction transaction =
          new ShardTransaction(connection, await(connection.begin()), shard);
      if (transaction.lock(sessionTimeout)) {
        return Optional.of(transaction);
      }
      transaction.close();
      return Optional.empty();
    } catch (RuntimeException e) {
      connection.closeAndForget();
      throw e;
    }
  }

  private boolean lock(Duration sessionTimeout) {
    Tuple parameters = Tuple.of(LOCK_CLASS, shard, sessionTimeout.toMillis() + "ms");
    return await(connection.preparedQuery(LOCK).execute(parameters))
        .iterator()
        .next()
        .getBoolean(0);
  }

  /** The oldest rows of the shard, in order. */
  List<OutboxRow> oldestRows(int limit) {
    var rows = await(connection.preparedQuery(READ).execute(Tuple.of(shard, limit)));
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> new OutboxRow(row.getLong(0), row.getString(1), row.getString(2)))
        .toList();
  }

  /** Forgets the rows for good and gives the shard back. */
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
