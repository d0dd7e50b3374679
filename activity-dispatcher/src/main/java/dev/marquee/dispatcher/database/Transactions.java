package dev.marquee.dispatcher.database;

import dev.marquee.outbox.OutboxEntry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * Transactions written as straight code. Callers are worker or virtual threads, never an event
 * loop, for every statement waits for its rows.
 *
 * <p>Any exception rolls back. A deadlock or a serialisation failure is repeated from the start, so
 * the work must have no effect but its SQL.
 */
@ApplicationScoped
public class Transactions {
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
  private static final int DEADLOCK_LIMIT = 10;
  private static final Set<String> REPEATABLE = Set.of("40P01", "40001");

  private final Pool pool;

  public Transactions(Pool pool) {
    this.pool = pool;
  }

  /** Statements of one transaction. Not thread-safe. */
  public static final class Session {
    private final SqlConnection connection;

    private Session(SqlConnection connection) {
      this.connection = connection;
    }

    /** Runs a prepared statement and waits for its rows. */
    public RowSet<Row> query(String sql, Object... parameters) {
      return await(connection.preparedQuery(sql).execute(Tuple.from(parameters)));
    }

    /** Adds what shall leave on Kafka once this transaction commits. */
    public void publish(OutboxEntry entry) {
      await(entry.insert(connection));
    }
  }

  /** Runs work in one transaction and answers what it answers. */
  public <T> T run(Function<Session, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (PgException e) {
        if (attempt >= DEADLOCK_LIMIT || !REPEATABLE.contains(e.getSqlState())) {
          throw e;
        }
      }
    }
  }

  private <T> T once(Function<Session, T> work) {
    SqlConnection connection = await(pool.getConnection());
    try {
      Transaction transaction = await(connection.begin());
      T result;
      try {
        result = work.apply(new Session(connection));
      } catch (RuntimeException | Error e) {
        rollBack(transaction, e);
        throw e;
      }
      await(transaction.commit());
      return result;
    } finally {
      connection.closeAndForget();
    }
  }

  /** A connection that is gone cannot roll back, and need not. */
  private static void rollBack(Transaction transaction, Throwable cause) {
    try {
      await(transaction.rollback());
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(STATEMENT_TIMEOUT);
  }
}
