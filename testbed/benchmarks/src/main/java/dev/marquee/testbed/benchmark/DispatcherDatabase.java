package dev.marquee.testbed.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The dispatcher's database as a benchmark looks at it. Each call takes a session of its own. */
final class DispatcherDatabase {

  private static final String USER = "postgres";

  private final String jdbcUrl;

  DispatcherDatabase(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** Lets the automatic vacuum look round often enough to take part in every round. */
  void vacuumEvery(int seconds) {
    execute("alter system set autovacuum_naptime = '" + seconds + "s'");
    execute("select pg_reload_conf()");
  }

  /** Writes all that is dirty to the disk; takes its time. */
  void checkpoint() {
    execute("checkpoint");
  }

  /** How many pushes nobody has settled. */
  long unsettled() {
    return number("select count(*) from activities where open_claim is not null");
  }

  /** How often the automatic vacuum has been through a table so far. */
  long vacuums() {
    return number("select coalesce(sum(autovacuum_count), 0) from pg_stat_user_tables");
  }

  /** The server's version. */
  String version() {
    try (Connection connection = open()) {
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void execute(String sql) {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private long number(String sql) {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, USER, USER);
  }

  private static VoidResultException failed(SQLException e) {
    return new VoidResultException("The database of the dispatcher said: " + e.getMessage());
  }
}
