package dev.marquee.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marquee.testbed.backends.EmbeddedPostgresServer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A database of its own with the outbox table in it, as a writing service sees it. */
final class Outbox implements AutoCloseable {

  /** One for all tests: it stops with the JVM. */
  private static final EmbeddedPostgresServer POSTGRES = EmbeddedPostgresServer.start();

  private final String database;
  private final Pool pool;

  private Outbox(String database) {
    this.database = database;
    this.pool = Replica.newPool(reactiveUrl());
  }

  static Outbox create(String database) {
    POSTGRES.createDatabase(database);
    Outbox outbox = new Outbox(database);
    // Twice: the script is a repeatable migration.
    outbox.execute(script());
    outbox.execute(script());
    return outbox;
  }

  private static String script() {
    try (InputStream in = Outbox.class.getResourceAsStream("/db/outbox/R__outbox.sql")) {
      if (in == null) {
        throw new AssertionError("the migration is not on the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Pool pool() {
    return pool;
  }

  String reactiveUrl() {
    return POSTGRES.reactiveUrl(database);
  }

  void insert(OutboxEntry entry) {
    pool.withTransaction(connection -> entry.insert(connection)).await().indefinitely();
  }

  SqlConnection beginAndInsert(OutboxEntry entry) {
    SqlConnection connection = pool.getConnectionAndAwait();
    connection.beginAndAwait();
    entry.insert(connection).await().indefinitely();
    return connection;
  }

  long rows() {
    return pool.query("select count(*) from outbox").executeAndAwait().iterator().next().getLong(0);
  }

  /** Ends all sessions but its own, as a restart of the server or a failing network would. */
  void terminateSessions() {
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()");
  }

  void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                POSTGRES.jdbcUrl(database), POSTGRES.user(), POSTGRES.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** A row with one record, whose value is {@code number}. */
  static OutboxEntry numbered(String key, String topic, int number) {
    return OutboxEntry.inOrderOf(
        key,
        topic,
        List.of(
            OutboxRecord.json(
                key,
                Map.of("ce_id", key + "-" + number),
                JsonNodeFactory.instance.numberNode(number))));
  }

  @Override
  public void close() {
    pool.closeAndAwait();
  }
}
