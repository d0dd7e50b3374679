package dev.marquee.dispatcher.activity;

/**
 * What the alerts have told: one word per {@link ChangeKind}, equal as long as there is nothing new
 * to ring for. Comparing the marks of now with those of the last accepted push tells which alerts
 * are pending, so an alert needs no queue: it rings once, and a change that was taken back rings
 * never.
 */
public record Marks(int times, int place, int message, int reminder) {

  /** The word of one kind. */
  int of(ChangeKind kind) {
    return switch (kind) {
      case TIMES -> times;
      case PLACE -> place;
      case MESSAGE -> message;
      case REMINDER -> reminder;
    };
  }
}
