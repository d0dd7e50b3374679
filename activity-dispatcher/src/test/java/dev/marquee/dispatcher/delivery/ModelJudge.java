package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.ActivityState;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.delivery.ModelPhones.Card;
import dev.marquee.dispatcher.delivery.ModelReplica.Work;
import dev.marquee.dispatcher.delivery.SaidFacts.Desired;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the phones once the faults are over and everything has come to rest, and compares them
 * with what upstream said. Keeps the excuses too: what was lost on the way.
 */
final class ModelJudge {
  /** Clocks that are behind see what is due as late as this. */
  private static final Duration SOON = Duration.ofMinutes(2);

  private static final String UNCLAIMED =
      "select "
          + SnapshotRows.COLUMNS
          + """
          , (a.due_at is null or a.due_at > $1)
            and a.not_before <= $1
            and not exists (select from fanouts)
            and not exists (select from dead_letters l where l.activity_id = a.id) as at_rest
          from activities a
          """
          + SnapshotRows.JOINS
          + " where a.open_claim is null";

  private static final String FORGOTTEN =
      """
      select a.id from activities a
      where a.open_claim is not null and (a.due_at is null or a.due_at > $1)
        and not exists (select from hand_overs h where a.id = any(h.activity_ids))
      """;

  private final ActivityDatabase database;
  private final SaidFacts said;
  private final ModelPhones phones;
  private final WireOracle wire;
  private final Map<String, Integer> startsTaken = new HashMap<>();
  private final Map<String, Integer> startsUnanswered = new HashMap<>();

  ModelJudge(ActivityDatabase database, SaidFacts said, ModelPhones phones, WireOracle wire) {
    this.database = database;
    this.said = said;
    this.phones = phones;
    this.wire = wire;
  }

  /** APNs took a start. */
  void startTaken(Claim claim) {
    startsTaken.merge(WireOracle.place(claim), 1, Integer::sum);
  }

  /** The answer of a push will not be settled by its claim, or there is none. */
  void lost(Work work) {
    if (work.step() instanceof NextStep.Start) {
      startsUnanswered.merge(WireOracle.place(work.claim()), 1, Integer::sum);
    }
  }

  /**
   * Every row that no claim holds: it may believe only what the phone surely shows, and a card that
   * does not show the newest state has to be due.
   */
  void checkRows(Instant now) {
    rows(UNCLAIMED, now).forEach(row -> checkRow(row, now));
  }

  /** Every row that a claim holds: should its holder die, somebody has to find it again. */
  void checkClaims(Instant now) {
    assertThat(rows(FORGOTTEN, now)).as("claims that nobody would find again").isEmpty();
  }

  private RowSet<Row> rows(String sql, Instant now) {
    return database.transactions().run(session -> session.query(sql, now.plus(SOON).atOffset(UTC)));
  }

  private void checkRow(Row row, Instant now) {
    ActivitySnapshot snapshot = new SnapshotRows().snapshot(row);
    String place = WireOracle.place(snapshot.booking().ref(), snapshot.device().ref());
    String hash = snapshot.progress().acceptedHash();
    if (hash != null) {
      wire.believes(place, hash);
    }
    boolean canBeUpdated =
        ActivityState.of(snapshot, now) instanceof ActivityState.Live live
            && live.updateToken() != null;
    if (canBeUpdated && row.getBoolean("at_rest")) {
      Desired desired = said.desired(snapshot.booking().ref()).orElse(null);
      assertThat(desired != null && desired.mayRunFor(snapshot.device().owner()))
          .as("%s is over by %s, and nothing is due", place, desired)
          .isTrue();
      assertThat(hash != null && wire.shows(place, Objects.requireNonNull(desired)))
          .as("%s does not show %s, and nothing is due", place, desired)
          .isTrue();
    }
  }

  /** Every activity, at rest. */
  void check(List<String> bookings) {
    for (String booking : bookings) {
      Desired desired = said.desired(booking).orElse(null);
      ModelWorld.OWNERS.forEach((device, user) -> check(booking, device, user, desired));
    }
  }

  private void check(String booking, String device, String user, @Nullable Desired desired) {
    String place = WireOracle.place(booking, device);
    List<Card> cards =
        phones.cards().stream()
            .filter(card -> card.bookingId.equals(booking) && card.deviceId.equals(device))
            .toList();
    List<Card> running = cards.stream().filter(card -> card.running).toList();
    int unanswered = startsUnanswered.getOrDefault(place, 0);
    int ended = (int) cards.stream().filter(card -> !card.running && !card.swiped).count();
    assertThat(startsTaken.getOrDefault(place, 0))
        .as("starts of %s that APNs took", place)
        .isLessThanOrEqualTo(1 + Math.min(1, unanswered) + ended);
    if (isGivenUp(booking, device)) {
      return;
    }
    if (desired == null || !desired.mayRunFor(user)) {
      if (unanswered == 0) {
        assertThat(running).as("cards of %s", place).isEmpty();
      }
      return;
    }
    if (cards.isEmpty()) {
      assertThat(unanswered >= 2 || wire.isBudgetSpent(device))
          .as("no card of %s was ever started", place)
          .isTrue();
    }
    if (!running.isEmpty()) {
      Desired wanted = Objects.requireNonNull(desired);
      assertThat(running)
          .as("%s shall show %s", place, wanted)
          .anyMatch(card -> wanted.isShownBy(card.content));
      assertThat(wire.isDoubtful(place)).as("what %s shows is in doubt", place).isFalse();
    }
  }

  private boolean isGivenUp(String booking, String device) {
    return database
        .transactions()
        .run(session ->
            session
                    .query(
                        """
                        select from dead_letters l join activities a on a.id = l.activity_id
                        join bookings b on b.id = a.booking_id join devices d on d.id = a.device_id
                        where b.ref = $1 and d.ref = $2
                        """,
                        booking,
                        device)
                    .size()
                > 0);
  }
}
