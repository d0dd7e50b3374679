package dev.marquee.types.definition;

import java.time.Duration;

/** When a card that hears nothing more counts as outdated. */
public sealed interface Staleness {

  /** At a fixed time: so long after the show's end. */
  record AfterEnd(Duration delay) implements Staleness {
    /** Refuses a delay beyond the life of a card. */
    public AfterEnd {
      Limits.requireWithin("after-end", delay, Duration.ZERO, Timeline.CARD_LIFE);
    }
  }

  /**
   * So long after each push. A card that nothing changes is refreshed, silently, before that.
   *
   * @param refreshEvery after how long without a push the same state is sent again
   */
  record AfterPush(Duration delay, Duration refreshEvery) implements Staleness {
    private static final Duration LEAST_REFRESH = Duration.ofMinutes(5);

    /** Refuses a refresh that comes too late to help, or so often that phones throttle it. */
    public AfterPush {
      Limits.requireWithin("after-push", delay, LEAST_REFRESH, Timeline.CARD_LIFE);
      Limits.requireWithin("refresh-every", refreshEvery, LEAST_REFRESH, Timeline.CARD_LIFE);
      if (refreshEvery.compareTo(delay) >= 0) {
        throw new IllegalArgumentException("refresh-every is not shorter than after-push");
      }
    }
  }
}
