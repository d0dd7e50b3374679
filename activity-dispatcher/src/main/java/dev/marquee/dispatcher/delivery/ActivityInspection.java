package dev.marquee.dispatcher.delivery;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.ActivityState;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.InspectedActivity.InspectedPush;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Looks at the activities of a booking without touching them. Worker or virtual threads. */
@ApplicationScoped
public class ActivityInspection {
  private static final String HELD =
      """
      coalesce(
        (select p.scope || ' is paused by ' || p.paused_by || ': ' || p.reason
          from pauses p
          where p.lifted_at is null
            and (p.id = a.held_by or p.scope in ('everything', 'app:' || d.app))
          order by p.id limit 1),
        (select 'lane ' || l.name || ' is closed: ' || l.reason
          from lanes l where l.name = a.lane and l.closed_until is not null)) as held
      """;

  private static final String ACTIVITIES =
      "select "
          + SnapshotRows.COLUMNS
          + ", a.id, a.due_at, "
          + HELD
          + ", "
          + StartTokens.WORD
          + " as start_token from activities a "
          + SnapshotRows.JOINS
          + StartTokens.JOINS
          + " where b.ref = $4 order by d.ref";

  private static final String PUSHES =
      "select aps_timestamp, at, event, caused_by, result, alert, reason, answer from history"
          + " where activity_id = $1 order by aps_timestamp desc limit 100";

  private final Transactions transactions;
  private final ActivityTypes types;
  private final ForecastConfig config;
  private final BusinessClock clock;

  ActivityInspection(
      Transactions transactions, ActivityTypes types, ForecastConfig config, BusinessClock clock) {
    this.transactions = transactions;
    this.types = types;
    this.config = config;
    this.clock = clock;
  }

  /** The activities of a booking, by device. */
  public List<InspectedActivity> of(String bookingRef) {
    return transactions.run(session -> {
      List<InspectedActivity> activities = new ArrayList<>();
      Object[] parameters = StartTokens.parameters(config, clock.instant(), bookingRef);
      for (Row row : session.query(ACTIVITIES, parameters)) {
        activities.add(inspect(session, row));
      }
      return activities;
    });
  }

  private InspectedActivity inspect(Session session, Row row) {
    ActivitySnapshot snapshot = new SnapshotRows().snapshot(row);
    Instant now = clock.instant();
    NextStep next = types.next(snapshot, now);
    List<InspectedPush> pushes = new ArrayList<>();
    for (Row push : session.query(PUSHES, row.getLong("id"))) {
      pushes.add(
          new InspectedPush(
              ApnsIds.of(row.getLong("id"), push.getLong("aps_timestamp")).toString(),
              push.getLong("aps_timestamp"),
              push.getOffsetDateTime("at").toInstant(),
              push.getString("event"),
              push.getString("caused_by"),
              push.getString("result"),
              push.getString("alert"),
              push.getString("reason"),
              push.getString("answer")));
    }
    OffsetDateTime dueAt = row.getOffsetDateTime("due_at");
    return new InspectedActivity(
        Long.toString(row.getLong("id")),
        snapshot.device().ref(),
        word(types.stateOf(snapshot, now)),
        word(next),
        next.reason(),
        dueAt == null ? null : dueAt.toInstant(),
        row.getString("held"),
        row.getString("start_token"),
        pushes);
  }

  private static String word(ActivityState state) {
    return switch (state) {
      case ActivityState.Planned _ -> "planned";
      case ActivityState.Starting _ -> "starting";
      case ActivityState.Abandoned _ -> "abandoned";
      case ActivityState.Live _ -> "live";
      case ActivityState.Ending _ -> "ending";
      case ActivityState.Ended _, ActivityState.EndedOnPhone _ -> "ended";
      case ActivityState.Dismissed _ -> "dismissed";
    };
  }

  /** The step in one word of the API. */
  static String word(NextStep step) {
    return switch (step) {
      case NextStep.Start _ -> "start";
      case NextStep.Update _ -> "update";
      case NextStep.End _ -> "end";
      case NextStep.WaitUntil _ -> "wait";
      case NextStep.WaitForToken _ -> "wait-for-token";
      case NextStep.Nothing _ -> "nothing";
    };
  }
}
