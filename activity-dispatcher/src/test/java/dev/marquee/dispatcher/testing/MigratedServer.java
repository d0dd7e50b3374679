package dev.marquee.dispatcher.testing;

import dev.marquee.testbed.backends.EmbeddedPostgresServer;
import dev.marquee.testbed.backends.PostgresSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL server on which the real migrations ran once, on a template that each test class has
 * a copy of. The tests of a JVM share one, from the first that needs it to the end of the JVM.
 */
final class MigratedServer implements AutoCloseable {
  private static final String TEMPLATE = "activity_dispatcher";

  private final EmbeddedPostgresServer server;
  private final AtomicInteger copies = new AtomicInteger();

  private static final class Shared {
    static final MigratedServer SERVER = start(PostgresSettings.forTests());
  }

  private MigratedServer(EmbeddedPostgresServer server) {
    this.server = server;
  }

  /** The one that tests share. */
  static MigratedServer shared() {
    return Shared.SERVER;
  }

  /** Starts one with settings of its own. */
  static MigratedServer start(PostgresSettings settings) {
    EmbeddedPostgresServer server = EmbeddedPostgresServer.start(settings);
    server.createDatabase(TEMPLATE);
    Flyway.configure()
        .dataSource(server.jdbcUrl(TEMPLATE), server.user(), server.password())
        .locations("classpath:db/migration", "classpath:db/outbox")
        .load()
        .migrate();
    return new MigratedServer(server);
  }

  /** Makes an empty database of its own, and answers where the Vert.x client finds it. */
  String copy() {
    String name = TEMPLATE + "_" + copies.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl("postgres"), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + TEMPLATE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return "postgresql://%s:%s@%s"
        .formatted(
            server.user(), server.password(), server.reactiveUrl(name).replaceFirst("^.*?//", ""));
  }

  @Override
  public void close() {
    server.close();
  }
}
