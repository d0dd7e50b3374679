package dev.marquee.testbed.backends;

import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link EmbeddedPostgresServer} runs.
 *
 * @param port the TCP port, {@link Ports#ANY} for a free one
 * @param dataDirectory kept after the stop and used again by the next start; null for a fresh one
 *     that is deleted with the server
 * @param durable whether a commit waits for the disk. Off, a killed <em>machine</em> may lose
 *     commits (a killed process does not); turn it on for benchmarks
 * @param maxConnections sessions at one time, over all databases
 * @param timeZone the sessions' default, deliberately not UTC: code that forgets to name a zone
 *     fails here and not in production
 * @param statementStatistics whether the server counts and times statements, for the extension
 *     {@code pg_stat_statements}; costs a little of each
 * @param stopsWithJvm whether a shutdown hook stops the server. Turn it off where the order of
 *     stops matters, and then always close
 */
public record PostgresSettings(
    int port,
    @Nullable Path dataDirectory,
    boolean durable,
    int maxConnections,
    ZoneId timeZone,
    boolean statementStatistics,
    boolean stopsWithJvm) {

  /** A fresh, fast, forgetful server on a free port. */
  public static PostgresSettings forTests() {
    return new PostgresSettings(
        Ports.ANY, null, false, 200, ZoneId.of("Pacific/Chatham"), false, true);
  }

  /** Rejects counts of connections that PostgreSQL would not start with. */
  public PostgresSettings {
    if (maxConnections < 10) {
      throw new IllegalArgumentException("maxConnections is " + maxConnections + ", at least 10");
    }
  }

  /** Same, on another port. */
  public PostgresSettings withPort(int newPort) {
    return new PostgresSettings(
        newPort,
        dataDirectory,
        durable,
        maxConnections,
        timeZone,
        statementStatistics,
        stopsWithJvm);
  }

  /** Same, on files that outlive the server. */
  public PostgresSettings withDataDirectory(Path newDataDirectory) {
    return new PostgresSettings(
        port,
        newDataDirectory,
        durable,
        maxConnections,
        timeZone,
        statementStatistics,
        stopsWithJvm);
  }

  /** Same, with or without waiting for the disk at each commit. */
  public PostgresSettings withDurable(boolean newDurable) {
    return new PostgresSettings(
        port,
        dataDirectory,
        newDurable,
        maxConnections,
        timeZone,
        statementStatistics,
        stopsWithJvm);
  }

  /** Same, with room for another number of sessions. */
  public PostgresSettings withMaxConnections(int newMaxConnections) {
    return new PostgresSettings(
        port,
        dataDirectory,
        durable,
        newMaxConnections,
        timeZone,
        statementStatistics,
        stopsWithJvm);
  }

  /** Same, with or without {@code pg_stat_statements}. */
  public PostgresSettings withStatementStatistics(boolean newStatementStatistics) {
    return new PostgresSettings(
        port,
        dataDirectory,
        durable,
        maxConnections,
        timeZone,
        newStatementStatistics,
        stopsWithJvm);
  }

  /** Same, stopped by the JVM's end or by {@code close} only. */
  public PostgresSettings withStopsWithJvm(boolean newStopsWithJvm) {
    return new PostgresSettings(
        port,
        dataDirectory,
        durable,
        maxConnections,
        timeZone,
        statementStatistics,
        newStopsWithJvm);
  }
}
