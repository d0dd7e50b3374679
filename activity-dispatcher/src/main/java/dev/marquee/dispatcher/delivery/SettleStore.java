package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.outcome.PushOutcome;
import dev.marquee.dispatcher.database.FacetJson;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.SettleRows.ActivityRow;
import dev.marquee.dispatcher.delivery.SettleRows.DeadLetterRow;
import dev.marquee.dispatcher.delivery.SettleRows.HistoryRow;
import dev.marquee.dispatcher.delivery.Settlement.SettledPush;
import dev.marquee.outbox.OutboxEntry;
import dev.marquee.outbox.OutboxRecord;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** SQL that settles claims: the row as it shall be, its history, and what leaves on Kafka. */
@ApplicationScoped
class SettleStore {
  /** Where the outcome of every push goes. */
  static final String PUSH_OUTCOMES = "push-outcomes";

  /** Where refused tokens are reported to the registry. */
  static final String TOKEN_REJECTIONS = "token-rejections";

  /** Where activities go that are given up. */
  static final String PUSHES_DLQ = "pushes-dlq";

  /**
   * Matches on the fencing token, so an answer that comes after its lease changes nothing. due_at
   * moves on only if no fact arrived since the claim. One join and not two: the planner cannot know
   * how many rows are given, and compared each with each.
   */
  private static final String SETTLE =
      """
      with given as (
        select * from json_to_recordset($1::text::json) as g (
          id bigint, aps_timestamp bigint, changes bigint, due_at timestamptz,
          not_before timestamptz, failures integer, last_push_at timestamptz,
          accepted_hash text, accepted_marks integer[], start_at timestamptz, start_answer text,
          start_count integer, ended_at timestamptz, ended_kit_id text,
          start_token_rejected text, start_token_rejected_since timestamptz,
          update_token_rejected text, update_token_rejected_since timestamptz,
          urgent_paid_until timestamptz)
      ), locked as (
        select g.* from given g join activities a on a.id = g.id
        order by a.id for no key update of a
      )
      update activities a
      set open_claim = null, lease_until = null, unsettled_claims = 0,
          due_at = case when a.changes = g.changes then g.due_at
            else greatest($2, g.not_before) end,
          not_before = coalesce(g.not_before, '-infinity'), failures = g.failures,
          last_push_at = g.last_push_at, accepted_hash = g.accepted_hash,
          accepted_marks = g.accepted_marks, start_at = g.start_at,
          start_answer = g.start_answer, start_count = g.start_count, ended_at = g.ended_at,
          ended_kit_id = g.ended_kit_id, start_token_rejected = g.start_token_rejected,
          start_token_rejected_since = g.start_token_rejected_since,
          update_token_rejected = g.update_token_rejected,
          update_token_rejected_since = g.update_token_rejected_since,
          urgent_paid_until = g.urgent_paid_until
      from locked g
      where a.id = g.id and a.open_claim = g.aps_timestamp
      returning a.id, a.due_at <= $2 as due
      """;

  /** An answer whose claim is no longer ours: what the phone shows is in doubt. */
  private static final String DOUBT =
      "update activities set due_at = greatest($2, not_before), accepted_hash = null"
          + " where id = any($1)";

  private static final String ADD_HISTORY =
      """
      insert into history (
        activity_id, aps_timestamp, at, event, caused_by, result, alert, reason, answer)
      select activity_id, aps_timestamp, at, event, caused_by, result, alert, reason, answer
      from json_to_recordset($1::text::json) as g (
        activity_id bigint, aps_timestamp bigint, at timestamptz, event text, caused_by text,
        result text, alert text, reason text, answer text)
      on conflict do nothing
      """;

  private static final String ADD_DEAD_LETTERS =
      """
      insert into dead_letters (activity_id, at, reason, attempts)
      select activity_id, at, reason, attempts
      from json_to_recordset($1::text::json) as g (
        activity_id bigint, at timestamptz, reason text, attempts integer)
      """;

  private final Transactions transactions;

  SettleStore(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Settles claims in one transaction.
   *
   * @param now business time
   * @return whether some of the activities are due again already
   */
  boolean settle(List<Settlement> settlements, Instant now) {
    return transactions.run(session -> {
      boolean due = settleRows(session, settlements, now);
      List<HistoryRow> history = HistoryRow.of(settlements);
      if (!history.isEmpty()) {
        session.query(ADD_HISTORY, FacetJson.writeRows(history));
      }
      LaneStore.change(session, settlements);
      publish(session, settlements, now);
      return due;
    });
  }

  private static boolean settleRows(Session session, List<Settlement> settlements, Instant now) {
    Set<Long> unmatched = new HashSet<>();
    settlements.forEach(settlement -> unmatched.add(settlement.claim().activityId()));
    List<ActivityRow> rows = settlements.stream().map(ActivityRow::of).toList();
    boolean due = false;
    for (Row row : session.query(SETTLE, FacetJson.writeRows(rows), now.atOffset(UTC))) {
      unmatched.remove(row.getLong("id"));
      due |= Boolean.TRUE.equals(row.getBoolean("due"));
    }
    if (!unmatched.isEmpty()) {
      session.query(DOUBT, unmatched.toArray(Long[]::new), now.atOffset(UTC));
      due = true;
    }
    return due;
  }

  /** One outbox row per topic, whatever the size of the batch. */
  private static void publish(Session session, List<Settlement> settlements, Instant now) {
    List<OutboxRecord> outcomes = new ArrayList<>();
    List<OutboxRecord> rejections = new ArrayList<>();
    List<OutboxRecord> deadLetters = new ArrayList<>();
    List<DeadLetterRow> deadLetterRows = new ArrayList<>();
    for (Settlement settlement : settlements) {
      String activityId = Long.toString(settlement.claim().activityId());
      SettledPush push = settlement.push();
      if (push != null) {
        outcomes.add(cloudEvent(activityId, outcome(settlement, push).write()));
      }
      if (settlement.rejection() != null) {
        rejections.add(
            cloudEvent(settlement.rejection().deviceId(), settlement.rejection().write()));
      }
      String reason = settlement.deadLetter();
      if (reason != null) {
        DeadLetterRow row =
            new DeadLetterRow(settlement.claim().activityId(), now, reason, settlement.failures());
        deadLetterRows.add(row);
        deadLetters.add(cloudEvent(activityId, PushDeadLetter.of(settlement, reason, now)));
      }
    }
    publish(session, PUSH_OUTCOMES, outcomes);
    publish(session, TOKEN_REJECTIONS, rejections);
    publish(session, PUSHES_DLQ, deadLetters);
    if (!deadLetterRows.isEmpty()) {
      session.query(ADD_DEAD_LETTERS, FacetJson.writeRows(deadLetterRows));
    }
  }

  private static void publish(Session session, String topic, List<OutboxRecord> records) {
    if (!records.isEmpty()) {
      session.publish(OutboxEntry.inOrderOf(topic, topic, records));
    }
  }

  private static OutboxRecord cloudEvent(String key, CloudEvent event) {
    return OutboxRecord.json(key, CloudEventCodec.binaryHeaders(event), event.data());
  }

  private static PushOutcome outcome(Settlement settlement, SettledPush push) {
    Claim claim = settlement.claim();
    UUID apnsId = ApnsIds.of(claim.activityId(), claim.apsTimestamp());
    return new PushOutcome(
        push.answeredAt(),
        push.result(),
        push.event(),
        Long.toString(claim.activityId()),
        claim.snapshot().booking().ref(),
        claim.snapshot().device().ref(),
        apnsId,
        claim.apsTimestamp(),
        push.answer(),
        push.latency());
  }
}
