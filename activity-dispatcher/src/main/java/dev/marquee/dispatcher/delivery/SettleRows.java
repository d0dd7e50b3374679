package dev.marquee.dispatcher.delivery;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.dispatcher.activity.Marks;
import dev.marquee.dispatcher.activity.PushProgress;
import dev.marquee.dispatcher.activity.PushProgress.EndedCard;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.dispatcher.activity.TokenRejection;
import dev.marquee.dispatcher.database.FacetJson;
import dev.marquee.dispatcher.delivery.Settlement.SettledPush;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that a settlement becomes. Components are named as the columns, in camel case. */
final class SettleRows {
  private SettleRows() {}

  /** What settle writes of an activity. */
  record ActivityRow(
      long id,
      long apsTimestamp,
      long changes,
      @Nullable Instant dueAt,
      @Nullable Instant notBefore,
      int failures,
      @Nullable Instant lastPushAt,
      @Nullable String acceptedHash,
      @JsonRawValue @Nullable String acceptedMarks,
      @Nullable Instant startAt,
      @Nullable String startAnswer,
      int startCount,
      @Nullable Instant endedAt,
      @Nullable String endedKitId,
      @Nullable String startTokenRejected,
      @Nullable Instant startTokenRejectedSince,
      @Nullable String updateTokenRejected,
      @Nullable Instant updateTokenRejectedSince,
      @Nullable Instant urgentPaidUntil) {

    static ActivityRow of(Settlement settlement) {
      Claim claim = settlement.claim();
      PushProgress progress = settlement.progress();
      StartAttempt start = progress.start();
      EndedCard ended = progress.ended();
      TokenRejection startToken = progress.startTokenRejection();
      TokenRejection updateToken = progress.updateTokenRejection();
      return new ActivityRow(
          claim.activityId(),
          claim.apsTimestamp(),
          claim.changes(),
          settlement.dueAt(),
          settlement.notBefore(),
          settlement.failures(),
          progress.lastPushAt(),
          progress.acceptedHash(),
          json(progress.acceptedMarks()),
          start == null ? null : start.at(),
          start == null ? null : WireNames.of(start.answer()),
          start == null ? 0 : start.count(),
          ended == null ? null : ended.at(),
          ended == null ? null : ended.activityKitId(),
          startToken == null ? null : startToken.fingerprint(),
          startToken == null ? null : startToken.since(),
          updateToken == null ? null : updateToken.fingerprint(),
          updateToken == null ? null : updateToken.since(),
          progress.urgentPaidUntil());
    }

    private static @Nullable String json(@Nullable Marks marks) {
      return marks == null ? null : FacetJson.write(marks.toList());
    }
  }

  /** What settle adds to the history. */
  record HistoryRow(
      long activityId,
      long apsTimestamp,
      Instant at,
      String event,
      @Nullable String causedBy,
      String result,
      @Nullable String alert,
      String reason,
      @Nullable String answer) {

    static List<HistoryRow> of(List<Settlement> settlements) {
      List<HistoryRow> rows = new ArrayList<>();
      for (Settlement settlement : settlements) {
        SettledPush push = settlement.push();
        if (push != null) {
          rows.add(
              new HistoryRow(
                  settlement.claim().activityId(),
                  settlement.claim().apsTimestamp(),
                  push.answeredAt(),
                  WireNames.of(push.event()),
                  settlement.claim().snapshot().newestEventId(),
                  WireNames.of(push.result()),
                  push.alert(),
                  push.why(),
                  push.answer()));
        }
      }
      return rows;
    }
  }

  /** A row of the dead letters. */
  record DeadLetterRow(long activityId, Instant at, String reason, int attempts) {}
}
