package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.LaneChange.Closes;
import dev.marquee.dispatcher.delivery.LaneChange.FreesProbe;
import dev.marquee.dispatcher.delivery.LaneChange.Opens;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** SQL that opens and closes lanes for all replicas, and reads them. */
final class LaneStore {
  private static final String CLOSE =
      """
      update lanes
      set closed_until = greatest(closed_until, $2), cause = $3, reason = $4, opened_at = null,
          next_turn_at = '-infinity'
      where name = $1
      """;

  /** Not if another replica has closed it again meanwhile. */
  private static final String OPEN =
      """
      update lanes
      set closed_until = null, cause = null, reason = null, opened_at = $2,
          next_turn_at = '-infinity'
      where name = $1 and closed_until <= $2
      """;

  private static final String FREE_PROBE =
      "update lanes set next_turn_at = '-infinity' where name = $1 and closed_until is not null";

  private static final String LIST =
      "select app, environment, closed_until, cause, reason, opened_at from lanes order by name";

  private LaneStore() {}

  /** The name of a lane's row. */
  static String nameOf(ApnsLane lane) {
    return lane.app() + "/" + WireNames.of(lane.environment());
  }

  /** Carries out what answers mean for their lanes, one statement for each lane at most. */
  static void change(Session session, List<Settlement> settlements) {
    // In the order of their names, so that two replicas do not wait for each other.
    Map<String, LaneChange> changes = new TreeMap<>();
    for (Settlement settlement : settlements) {
      LaneChange change = settlement.laneChange();
      if (change != null) {
        changes.merge(nameOf(settlement.claim().lane()), change, LaneChange::stronger);
      }
    }
    changes.forEach((lane, change) -> change(session, lane, change));
  }

  private static void change(Session session, String lane, LaneChange change) {
    switch (change) {
      case Closes closes ->
          session.query(
              CLOSE,
              lane,
              closes.until().atOffset(UTC),
              WireNames.of(closes.cause()),
              closes.reason());
      case Opens opens -> session.query(OPEN, lane, opens.at().atOffset(UTC));
      case FreesProbe _ -> session.query(FREE_PROBE, lane);
    }
  }

  /** Lets another probe go, for this one could not be sent. */
  static void freeProbe(Session session, ApnsLane lane) {
    session.query(FREE_PROBE, nameOf(lane));
  }

  /** All lanes, by app and environment. */
  static List<Lane> list(Session session) {
    List<Lane> lanes = new ArrayList<>();
    for (Row row : session.query(LIST)) {
      OffsetDateTime closedUntil = row.getOffsetDateTime("closed_until");
      OffsetDateTime openedAt = row.getOffsetDateTime("opened_at");
      lanes.add(
          new Lane(
              row.getString("app"),
              row.getString("environment"),
              closedUntil == null ? null : closedUntil.toInstant(),
              row.getString("cause"),
              row.getString("reason"),
              openedAt == null ? null : openedAt.toInstant()));
    }
    return lanes;
  }
}
