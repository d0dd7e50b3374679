package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.dispatcher.activity.ActivityPolicy;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.RandomFacts;
import dev.marquee.dispatcher.testing.RandomFacts.History;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What both topics say, in any order, with duplicates and in any batches, by the SQL that merges
 * it: the topics side by side, and every row compared. {@code FactHistoriesTest} does the same for
 * what is merged in memory, many more times.
 */
@Timeout(60)
class StoredHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("marquee.facts.stored-histories", 60);
  private static final String SEED_PROPERTY = "marquee.facts.seed";
  private static final Instant NOW = RandomFacts.BASE.plusSeconds(600);

  private static final List<String> FACTS =
      List.of(
          "select 'show', (to_jsonb(s) - 'id')::text from shows s order by ref",
          // When an owner was taken says when it was read, not what.
          "select 'booking', (to_jsonb(b) - 'id' - 'show_id' - 'disowned_at')::text"
              + " || coalesce(s.ref, '')"
              + " from bookings b left join shows s on s.id = b.show_id order by b.ref",
          "select 'device', (to_jsonb(d) - 'id')::text from devices d order by ref",
          "select 'instance', (to_jsonb(i) - 'id' - 'device_id')::text || d.ref"
              + " from instances i join devices d on d.id = i.device_id order by 2",
          "select 'erased', erased_before || encode(user_hash, 'hex')"
              + " from erased_users order by 2");

  @Test
  void anyOrderWithAnyDuplicatesEndsInTheSameRowsAndTheSameDesiredState() {
    long seed = Long.getLong(SEED_PROPERTY, new Random().nextLong());
    Random random = new Random(seed);
    RandomFacts facts = new RandomFacts(random);
    try (ActivityDatabase database = ActivityDatabase.start()) {
      for (int history = 0; history < HISTORIES; history++) {
        // Given
        History happened = facts.history();
        Stored inOrder =
            store(database, List.of(happened.bookings()), List.of(happened.tokens()), random);

        // When
        Stored delayed =
            store(
                database,
                facts.delayed(happened.bookings()),
                facts.delayed(happened.tokens()),
                random);

        // Then
        assertThat(delayed)
            .as("-D%s=%d, history %d", SEED_PROPERTY, seed, history)
            .isEqualTo(inOrder);
      }
    }
  }

  /**
   * What the database knows in the end.
   *
   * @param desired the next step of every activity that is owned by its device's user
   */
  private record Stored(List<String> facts, Map<String, String> desired) {}

  private static Stored store(
      ActivityDatabase database,
      List<List<BookingEvent>> bookings,
      List<List<TokenEvent>> tokens,
      Random random) {
    database.empty();
    int booking = 0;
    int token = 0;
    while (booking < bookings.size() || token < tokens.size()) {
      boolean bookingsTurn =
          token == tokens.size() || (booking < bookings.size() && random.nextBoolean());
      if (bookingsTurn) {
        List<BookingEvent> batch = bookings.get(booking++);
        database.transactions().run(session -> FactWriter.writeBookings(session, batch, NOW));
      } else {
        List<TokenEvent> batch = tokens.get(token++);
        database.transactions().run(session -> FactWriter.writeTokens(session, batch, NOW));
      }
    }
    return database.transactions().run(StoredHistoriesTest::read);
  }

  private static Stored read(Session session) {
    List<String> facts = new ArrayList<>();
    for (String query : FACTS) {
      for (Row row : session.query(query)) {
        facts.add(row.getString(0) + " " + row.getString(1));
      }
    }
    Map<String, String> desired = new TreeMap<>();
    String snapshots =
        "select "
            + SnapshotRows.COLUMNS
            + " from activities a "
            + SnapshotRows.JOINS
            + " where b.owner = d.owner";
    for (Row row : session.query(snapshots)) {
      ActivitySnapshot snapshot = new SnapshotRows().snapshot(row);
      desired.put(
          snapshot.booking().ref() + " on " + snapshot.device().ref(),
          ActivityPolicy.next(snapshot, Snapshots.TICKET, NOW).toString());
    }
    return new Stored(facts, desired);
  }
}
