package dev.marquee.dispatcher.activity;

import dev.marquee.types.definition.ChangeKind;
import java.util.List;

/**
 * What the alerts have told: one word per {@link ChangeKind}, and one for the clock, equal as long
 * as there is nothing new to ring for. Comparing the marks of now with those of the last accepted
 * push tells which alerts are pending, so an alert needs no queue: it rings once, and a change that
 * was taken back rings never.
 *
 * @param clock how many of the type's reminders had passed
 */
public record Marks(int times, int place, int message, int reminder, int seat, int clock) {

  /** The marks of a list that {@link #toList} made, in this release or one before it. */
  public static Marks of(List<Integer> words) {
    return new Marks(
        words.get(0),
        words.get(1),
        words.get(2),
        words.get(3),
        words.size() > 4 ? words.get(4) : 0,
        words.size() > 5 ? words.get(5) : 0);
  }

  /** To be stored; what is added to the marks comes last. */
  public List<Integer> toList() {
    return List.of(times, place, message, reminder, seat, clock);
  }

  /** The word of one kind. */
  int of(ChangeKind kind) {
    return switch (kind) {
      case TIMES -> times;
      case PLACE -> place;
      case SEAT -> seat;
      case MESSAGE -> message;
      case REMINDER -> reminder;
    };
  }
}
