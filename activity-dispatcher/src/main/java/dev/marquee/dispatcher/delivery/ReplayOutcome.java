package dev.marquee.dispatcher.delivery;

import java.time.Instant;

/** What follows when an operator asks for a replay. */
public sealed interface ReplayOutcome permits ReplayResult, ReplayOutcome.TooSoon {

  /**
   * Nothing was done, because an earlier replay is still being spread over time.
   *
   * @param until when the next one may begin, business time
   */
  record TooSoon(Instant until) implements ReplayOutcome {}
}
