package dev.marquee.dispatcher.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Makes the pool of the service such that each connection plans each statement once. Left alone,
 * the client forgets statements of more than 2,048 characters, so that the long ones were parsed
 * and planned at every call; and the server plans anew for every size of a batch, which cost more
 * than to run a small one, and made it read whole tables for a large one.
 */
@Singleton
public final class PlannedOnce implements PgPoolCreator {
  private static final int LONGEST_STATEMENT = 16_384;

  /** The same for a pool of one's own; changes and answers the options. */
  public static PgConnectOptions planOnce(PgConnectOptions options) {
    options
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
        .addProperty("plan_cache_mode", "force_generic_plan");
    return options;
  }

  @Override
  public Pool create(Input input) {
    List<SqlConnectOptions> servers =
        input.pgConnectOptionsList().stream()
            .<SqlConnectOptions>map(PlannedOnce::planOnce)
            .toList();
    return PgBuilder.pool()
        .connectingTo(servers)
        .with(input.poolOptions())
        .using(input.vertx())
        .build();
  }
}
