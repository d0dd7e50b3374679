package dev.marquee.registry.problem;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What stands behind an error of the database, however it was wrapped on its way. */
public final class DatabaseFailure {
  private static final Set<String> DEADLOCK_OR_CONFLICT = Set.of("40P01", "40001");

  /** Connection, resources, operator's intervention, lost race: classes of SQLSTATE. */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "40");

  private static final int CLASS_LENGTH = 2;

  private DatabaseFailure() {}

  /** Whether the work lost a race, and may win it when it is done again. */
  public static boolean isLostRace(Throwable error) {
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      String state = sqlState(cause);
      if (state != null) {
        return DEADLOCK_OR_CONFLICT.contains(state);
      }
    }
    return false;
  }

  /** Whether the database is away, overrun or shutting down, as opposed to a fault of ours. */
  public static boolean isOutage(Throwable error) {
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      String state = sqlState(cause);
      if (state != null) {
        return PASSING.contains(state.substring(0, CLASS_LENGTH));
      }
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof VertxException) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String sqlState(Throwable error) {
    String state =
        switch (error) {
          case PgException refused -> refused.getSqlState();
          case SQLException refused -> refused.getSQLState();
          default -> null;
        };
    return state == null || state.length() < CLASS_LENGTH ? null : state;
  }
}
