package dev.marquee.testbed.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;

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

  /** Clears away what earlier rounds have left; takes its time. */
  void vacuum() {
    execute("vacuum analyze");
  }

  /** Writes all that is dirty to the disk; takes its time. */
  void checkpoint() {
    execute("checkpoint");
  }

  /** How many pushes of an app nobody has settled. */
  long unsettled(String app) {
    return number(
        "select count(*) from activities where lane = ? and open_claim is not null", lane(app));
  }

  /** How many activities of an app are due at a business time; not what was handed over. */
  long due(String app, Instant now) {
    return number(
        "select count(*) from activities where lane = ? and due_at <= ?",
        lane(app),
        now.atOffset(ZoneOffset.UTC));
  }

  /** Whether the app's lane is closed. */
  boolean isClosed(String app) {
    return number(
            "select count(*) from lanes where name = ? and closed_until is not null", lane(app))
        > 0;
  }

  /** How many cards of an app have an update token. */
  long updateTokens(String app) {
    return number(
        "select count(*) from instances i join devices d on d.id = i.device_id"
            + " where d.app = ? and i.update_token is not null",
        app);
  }

  private static String lane(String app) {
    return app + "/production";
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

  private long number(String sql, Object... parameters) {
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int position = 0; position < parameters.length; position++) {
        statement.setObject(position + 1, parameters[position]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
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
