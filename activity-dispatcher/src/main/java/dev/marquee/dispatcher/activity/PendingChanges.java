package dev.marquee.dispatcher.activity;

import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.AlertText;
import dev.marquee.types.definition.ChangeKind;
import dev.marquee.types.definition.ChangeRule;
import dev.marquee.types.definition.PushPriority;
import dev.marquee.types.definition.Reminder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The changes that the last accepted push has not told and that are young enough to be told aloud,
 * the strongest first.
 */
record PendingChanges(List<Pending> changes) {

  /**
   * One of them.
   *
   * @param name what it is called in reasons
   */
  record Pending(String name, ChangeRule rule) {}

  /**
   * Compares what holds with what was told.
   *
   * @param told marks of the last accepted push; null where none was accepted, and so nothing is
   *     new
   */
  static PendingChanges of(
      ActivityType type, Facts facts, CardTimeline timeline, @Nullable Marks told, Instant now) {
    List<Pending> pending = new ArrayList<>();
    if (told != null) {
      Marks marks = facts.marks(timeline.remindersPassed());
      for (ChangeKind kind : ChangeKind.values()) {
        ChangeRule rule = type.changes().get(kind);
        Instant since = facts.since(kind);
        if (rule != null && marks.of(kind) != told.of(kind) && isYoung(since, rule, now)) {
          pending.add(new Pending(kind.kindName(), rule));
        }
      }
      Reminder reminder = timeline.newestReminder();
      if (reminder != null
          && marks.clock() != told.clock()
          && isYoung(timeline.at(reminder), reminder.rule(), now)) {
        pending.add(new Pending("the clock", reminder.rule()));
      }
    }
    return new PendingChanges(pending);
  }

  /** The strongest one that has an alert; null where all are silent. */
  @Nullable Pending ringing() {
    return changes.stream().filter(one -> one.rule().alert() != null).findFirst().orElse(null);
  }

  /** What the strongest one with an alert says; null where all are silent. */
  @Nullable AlertText alert() {
    Pending ringing = ringing();
    return ringing == null ? null : ringing.rule().alert();
  }

  /** That of the most urgent one. */
  PushPriority priority() {
    return changes.stream()
        .map(one -> one.rule().priority())
        .max(PushPriority::compareTo)
        .orElse(PushPriority.CONSERVE_POWER);
  }

  /** That of the strongest one that has any, else that of the type. */
  @Nullable Double relevanceScore(ActivityType type) {
    return changes.stream()
        .map(one -> one.rule().relevanceScore())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(type.relevanceScore());
  }

  private static boolean isYoung(@Nullable Instant since, ChangeRule rule, Instant now) {
    return since != null && !now.isAfter(since.plus(rule.expiry()));
  }
}
