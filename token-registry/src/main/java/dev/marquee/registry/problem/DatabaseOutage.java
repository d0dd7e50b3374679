package dev.marquee.registry.problem;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A database that is away, overrun or shutting down, as opposed to a fault of ours. */
final class DatabaseOutage {
  /** Connection, resources, operator's intervention, lost race: classes of SQLSTATE. */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "40");

  private DatabaseOutage() {}

  /** Whether the error, or one behind it, will pass by itself. */
  static boolean isBehind(Throwable error) {
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException refused) {
        String state = refused.getSqlState();
        return state != null && PASSING.contains(state.substring(0, 2));
      }
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof VertxException) {
        return true;
      }
    }
    return false;
  }
}
