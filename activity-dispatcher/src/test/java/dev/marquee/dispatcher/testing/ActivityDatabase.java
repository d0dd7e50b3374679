package dev.marquee.dispatcher.testing;

import dev.marquee.dispatcher.activity.Booking;
import dev.marquee.dispatcher.activity.BookingDetails;
import dev.marquee.dispatcher.activity.Facet;
import dev.marquee.dispatcher.activity.Show;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.database.FacetJson;
import dev.marquee.dispatcher.database.PlannedOnce;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.outbox.OutboxRelay;
import dev.marquee.outbox.OutboxSettings;
import dev.marquee.testbed.backends.PostgresSettings;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A database with the dispatcher's real migrations, and rows to try the SQL on. */
public final class ActivityDatabase implements AutoCloseable {
  /** Deleting the few rows of a test is much quicker than truncating its tables. */
  private static final String EMPTY =
      """
      do $$
      declare
        emptied text;
        counter text;
      begin
        foreach emptied in array array['users', 'shows', 'bookings', 'devices', 'instances',
          'lanes', 'activities', 'fanouts', 'history', 'dead_letters', 'outbox', 'erased_users',
          'pauses', 'replays', 'hand_overs']
        loop
          execute 'delete from ' || emptied;
        end loop;
        for counter in select oid::regclass from pg_class where relkind = 'S'
        loop
          perform setval(counter, 1, false);
        end loop;
      end $$
      """;

  private final @Nullable MigratedServer ownServer;
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  private final Transactions transactions;

  private ActivityDatabase(String url, @Nullable MigratedServer ownServer) {
    this.ownServer = ownServer;
    this.pool =
        PgBuilder.pool()
            .connectingTo(PlannedOnce.planOnce(PgConnectOptions.fromUri(url)))
            .with(new PoolOptions().setMaxSize(8))
            .using(vertx)
            .build();
    this.transactions = new Transactions(pool);
  }

  /** Makes an empty database of its own. */
  public static ActivityDatabase start() {
    return new ActivityDatabase(MigratedServer.shared().copy(), null);
  }

  /** The same on a server of its own, which counts and times its statements. */
  public static ActivityDatabase startWithStatistics() {
    return startWithStatistics(PostgresSettings.forTests());
  }

  /** The same, with settings. */
  public static ActivityDatabase startWithStatistics(PostgresSettings settings) {
    MigratedServer server = MigratedServer.start(settings.withStatementStatistics(true));
    ActivityDatabase database = new ActivityDatabase(server.copy(), server);
    database.change("create extension pg_stat_statements");
    return database;
  }

  public Transactions transactions() {
    return transactions;
  }

  /** A relay of the outbox that was never started. */
  public OutboxRelay outboxRelay() {
    return new OutboxRelay(
        pool,
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
        OutboxSettings.defaults());
  }

  /** Forgets all rows, and counts from 1 again. */
  public void empty() {
    run(EMPTY);
  }

  /** Adds bookings with one device each, whose cards are due. */
  public void addActivities(int count, Instant dueAt) {
    addFacts(count, count);
    run(
        "insert into activities (booking_id, device_id, lane, due_at)"
            + " select id, id, 'com.example.tickets/sandbox', $1 from bookings",
        dueAt.atOffset(ZoneOffset.UTC));
  }

  /** Adds bookings that share one device, whose cards are due. */
  public void addActivitiesOfOneDevice(int count, Instant dueAt) {
    addFacts(count, 1);
    run(
        "insert into activities (booking_id, device_id, lane, due_at)"
            + " select id, 1, 'com.example.tickets/sandbox', $1 from bookings",
        dueAt.atOffset(ZoneOffset.UTC));
  }

  private void addFacts(int bookings, int devices) {
    Snapshots facts = Snapshots.confirmed();
    Show show = facts.show();
    Booking booking = facts.booking();
    BookingDetails details = valueOf(booking.details());
    run(
        "insert into shows (ref, original, original_version) values ($1, $2::text::json, $3)",
        show.ref(),
        FacetJson.write(valueOf(show.original())),
        keyOf(show.original()));
    run(
        "insert into lanes (name, app, environment)"
            + " values ('com.example.tickets/sandbox', 'com.example.tickets', 'sandbox')");
    run(
        "insert into bookings (ref, show_id, app, details, details_version, owner, owner_version,"
            + " cancelled, cancelled_version)"
            + " select 'b-' || i, 1, 'com.example.tickets', $2::text::json, $3, 'u-1', $3, false,"
            + " $3 from generate_series(1, $1) i",
        bookings,
        FacetJson.write(details),
        keyOf(booking.details()));
    run(
        "insert into devices (ref, version, ownership, owner, app, environment, start_tokens)"
            + " select 'd-' || i, 1, 1, 'u-1', 'com.example.tickets', 'sandbox', $2::text::json"
            + " from generate_series(1, $1) i",
        devices,
        FacetJson.write(facts.device().startTokens()));
  }

  /** Every booking runs on the device of its number, whose app reported an update token. */
  public void addInstances(Instant registeredAt) {
    run(
        "insert into instances (device_id, activity_kit_id, booking_ref, version, ownership, state,"
            + " update_token, update_token_registered_at)"
            + " select b.id, 'kit-' || b.id, b.ref, 1, 1, 'active', repeat('ab', 16), $1"
            + " from bookings b",
        registeredAt.atOffset(ZoneOffset.UTC));
  }

  /** Counts and times from now on. */
  public void resetStatistics() {
    pool.query("select pg_stat_statements_reset()").executeAndAwait();
  }

  /** Of each statement {@code milliseconds|calls|how it begins}, the most expensive first. */
  public List<String> statementTimes() {
    return texts(
        "select (total_exec_time + total_plan_time)::text || '|' || calls || '|'"
            + " || left(regexp_replace(query, '\\s+', ' ', 'g'), 60)"
            + " from pg_stat_statements where query not like '%pg_stat_statements%'"
            + " order by total_exec_time + total_plan_time desc");
  }

  /** The processes that serve this test's sessions. */
  public List<String> backendPids() {
    return texts("select pid::text from pg_stat_activity where datname = current_database()");
  }

  /** How many statements some work takes, those that begin and commit included. */
  public long countStatements(Runnable work) {
    resetStatistics();
    work.run();
    return pool.query(
            "select sum(calls)::bigint from pg_stat_statements"
                + " where query not like '%pg_stat_statements%'")
        .executeAndAwait()
        .iterator()
        .next()
        .getLong(0);
  }

  /** Adds a push of every activity. */
  public void addHistory(Instant at) {
    run(
        "insert into history (activity_id, aps_timestamp, at, event, result)"
            + " select id, 1, $1, 'update', 'accepted' from activities",
        at.atOffset(ZoneOffset.UTC));
  }

  /** The partitions of the history but the default one. */
  public List<String> historyDays() {
    return texts(
        "select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid"
            + " where i.inhparent = 'history'::regclass and c.relname <> 'history_default'"
            + " order by 1");
  }

  /** Drops them. */
  public void dropHistoryDays() {
    historyDays().forEach(day -> change("drop table " + day));
  }

  /** Another lane, by its name. */
  public void addLane(String name) {
    run(
        "insert into lanes (name, app, environment)"
            + " values ($1, split_part($1, '/', 1), split_part($1, '/', 2))",
        name);
  }

  /** Adds activities without facts, for statements that never get to look at them. */
  public void addHeld(int count, String lane, Instant dueAt) {
    run(
        "insert into activities (booking_id, device_id, lane, due_at)"
            + " select -i, -i, $2, $3 from generate_series(1, $1) i",
        count,
        lane,
        dueAt.atOffset(ZoneOffset.UTC));
  }

  /** How many pages of tables and indexes a statement touches; it is carried out. */
  public long pagesOf(String sql, Object... parameters) {
    return rows(
            "explain (analyze, buffers, format json) " + sql,
            row -> {
              JsonObject plan = row.getJsonArray(0).getJsonObject(0).getJsonObject("Plan");
              return plan.getLong("Shared Hit Blocks") + plan.getLong("Shared Read Blocks");
            },
            parameters)
        .getFirst();
  }

  /** When some activity wants to be looked at next, after {@code now}. */
  public Optional<Instant> nextDueAt(Instant now) {
    return transactions.run(session -> {
      OffsetDateTime next =
          session
              .query(
                  "select min(greatest(due_at, not_before)) from activities"
                      + " where greatest(due_at, not_before) > $1",
                  now.atOffset(ZoneOffset.UTC))
              .iterator()
              .next()
              .getOffsetDateTime(0);
      return Optional.ofNullable(next).map(OffsetDateTime::toInstant);
    });
  }

  /** Vacuums and analyses all tables, which no transaction can. */
  public void vacuum() {
    pool.query("vacuum analyze").executeAndAwait();
  }

  /** Changes rows by hand. */
  public void change(String sql) {
    run(sql);
  }

  public List<Long> activityIds() {
    return rows("select id from activities order by id", row -> row.getLong(0));
  }

  /** A fact arrives for every activity, as ingest writes it. */
  public void touchAll(Instant now) {
    run(
        "update activities set changes = changes + 1, due_at = greatest($1, not_before)",
        now.atOffset(ZoneOffset.UTC));
  }

  public List<Long> openClaims() {
    return rows("select open_claim from activities order by id", row -> row.getLong(0));
  }

  public List<String> acceptedHashes() {
    return rows(
        "select accepted_hash from activities where accepted_hash is not null",
        row -> row.getString(0));
  }

  public List<String> history() {
    return rows("select event || ' ' || result from history", row -> row.getString(0));
  }

  public List<String> outboxTopics() {
    return rows("select topic from outbox order by id", row -> row.getString(0));
  }

  /** How many rows a table has. */
  public long count(String table) {
    return rows("select count(*) from " + table, row -> row.getLong(0)).getFirst();
  }

  /** The one text column of a query. */
  public List<String> texts(String sql) {
    return rows(sql, row -> row.getString(0));
  }

  private void run(String sql, Object... parameters) {
    transactions.run(session -> session.query(sql, parameters).size());
  }

  private <T> List<T> rows(String sql, Function<Row, T> mapper, Object... parameters) {
    return transactions.run(session -> {
      List<T> rows = new ArrayList<>();
      for (Row row : session.query(sql, parameters)) {
        rows.add(mapper.apply(row));
      }
      return rows;
    });
  }

  private static <T> T valueOf(@Nullable Facet<T> facet) {
    return Objects.requireNonNull(Objects.requireNonNull(facet).value());
  }

  private static String keyOf(@Nullable Facet<?> facet) {
    return Objects.requireNonNull(facet).version().key();
  }

  @Override
  public void close() {
    pool.closeAndAwait();
    vertx.closeAndAwait();
    if (ownServer != null) {
      ownServer.close();
    }
  }
}
