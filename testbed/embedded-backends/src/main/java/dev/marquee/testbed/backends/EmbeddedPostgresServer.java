package dev.marquee.testbed.backends;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, run as a child process from binaries that come as Maven
 * artifacts. As root, where PostgreSQL refuses to run, it is started in a user namespace.
 *
 * <p>The process outlives a JVM that is killed. The next start on the same data directory stops it
 * first; that of a fresh directory is stopped and deleted by the next start of any server of the
 * same user.
 *
 * <p>Logs to SLF4J under {@code io.zonky}. Thread-safe.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

  private static final String SUPERUSER = "postgres";
  private static final String SCRATCH = "postgres-data";
  private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** Generous: a first start unpacks and shares the machine with a build. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;
  private final Path dataDirectory;
  private final @Nullable ScratchDirectory scratch;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgresServer(
      EmbeddedPostgres postgres, Path dataDirectory, @Nullable ScratchDirectory scratch) {
    this.postgres = postgres;
    this.dataDirectory = dataDirectory;
    this.scratch = scratch;
  }

  /** Starts a fresh server for tests on a free port. */
  public static EmbeddedPostgresServer start() {
    return start(PostgresSettings.forTests());
  }

  /**
   * Starts a server and returns when it answers. A leftover on the same files is stopped first.
   *
   * @throws BackendException if the port is taken or the server does not come up
   */
  public static EmbeddedPostgresServer start(PostgresSettings settings) {
    ScratchDirectory.sweep(SCRATCH, EmbeddedPostgresServer::stopLeftover);
    Path dataDirectory = settings.dataDirectory();
    if (dataDirectory != null) {
      stopLeftover(dataDirectory);
      return start(settings, dataDirectory, null);
    }
    ScratchDirectory scratch = ScratchDirectory.create(SCRATCH);
    try {
      return start(settings, scratch.content(), scratch);
    } catch (BackendException e) {
      scratch.close();
      throw e;
    }
  }

  private static EmbeddedPostgresServer start(
      PostgresSettings settings, Path dataDirectory, @Nullable ScratchDirectory scratch) {
    String durability = settings.durable() ? "on" : "off";
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(ScratchDirectory.root().toFile())
              .setPGStartupWait(START_TIMEOUT)
              .setRegisterShutdownHook(false)
              .setPort(Ports.claim(settings.port(), "PostgreSQL"))
              .setDataDirectory(dataDirectory)
              .setCleanDataDirectory(false)
              .setLocaleConfig("locale", "C")
              .setServerConfig("fsync", durability)
              .setServerConfig("synchronous_commit", durability)
              .setServerConfig("max_connections", Integer.toString(settings.maxConnections()))
              .setServerConfig("timezone", settings.timeZone().getId());
      if (settings.statementStatistics()) {
        builder
            .setServerConfig("shared_preload_libraries", "pg_stat_statements")
            .setServerConfig("pg_stat_statements.track_planning", "on");
      }
      if (settings.durable()) {
        // As an operator sizes a server that has work to do.
        builder.setServerConfig("shared_buffers", "1GB").setServerConfig("max_wal_size", "4GB");
      }
      EmbeddedPostgres postgres = builder.start();
      EmbeddedPostgresServer server = new EmbeddedPostgresServer(postgres, dataDirectory, scratch);
      if (settings.stopsWithJvm()) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "postgres-stop"));
      }
      return server;
    } catch (IOException | IllegalStateException e) {
      throw new BackendException("PostgreSQL did not start on " + dataDirectory, e);
    }
  }

  /**
   * Stops the server that a killed JVM left running on {@code dataDirectory}, and waits until its
   * processes are gone. Committed data stays. Does nothing if there is none.
   *
   * @return whether there was one
   */
  public static boolean stopLeftover(Path dataDirectory) {
    return Postmaster.on(dataDirectory)
        .map(leftover -> {
          leftover.stop();
          return true;
        })
        .orElse(false);
  }

  /** Creates an empty database, unless one of that name is there already. */
  public void createDatabase(String name) {
    if (!DATABASE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a database name: " + name);
    }
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (!databaseExists(connection, name)) {
        statement.execute("create database \"" + name + "\"");
      }
    } catch (SQLException e) {
      throw new BackendException("Cannot create the database " + name, e);
    }
  }

  private static boolean databaseExists(Connection connection, String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select from pg_database where datname = ?")) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** The TCP port on the loopback address. */
  public int port() {
    return postgres.getPort();
  }

  /** Where JDBC finds a database. */
  public String jdbcUrl(String database) {
    return "jdbc:" + reactiveUrl(database);
  }

  /** Where the Vert.x client finds a database. */
  public String reactiveUrl(String database) {
    return "postgresql://localhost:" + port() + "/" + database;
  }

  /** The superuser. */
  public String user() {
    return SUPERUSER;
  }

  /** Any would do: the server trusts everybody on the loopback address. */
  public String password() {
    return SUPERUSER;
  }

  /**
   * What the server's processes have taken of the processors so far, without those that have ended.
   */
  public Duration processorTime() {
    return Postmaster.on(dataDirectory)
        .map(Postmaster::processorTime)
        .orElseThrow(() -> new BackendException("PostgreSQL does not run on " + dataDirectory));
  }

  /** Stops the server, waits for its end, and deletes its files unless they were given. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      postgres.close();
      if (scratch != null) {
        scratch.close();
      }
    } catch (IOException e) {
      throw new BackendException("PostgreSQL on port " + port() + " did not stop cleanly", e);
    }
  }
}
