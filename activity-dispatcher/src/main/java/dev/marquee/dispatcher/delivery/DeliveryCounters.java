package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts claims and what became of them, so that they balance: claimed = accepted + rejected +
 * unknown + waiting + nothing to do. Any thread.
 */
final class DeliveryCounters {
  private static final String CLAIMED = "marquee.delivery.claimed";
  private static final String CLAIMS = "marquee.delivery.claims";
  private static final String GIVEN_UP = "marquee.delivery.given-up";

  private final MeterRegistry metrics;

  DeliveryCounters(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /** A claim is carried out now. */
  void claimed() {
    metrics.counter(CLAIMED).increment();
  }

  /** A claim ends without a push. */
  void decided(Decided decided) {
    switch (decided.step()) {
      case NextStep.WaitUntil _, NextStep.WaitForToken _ -> count("waiting");
      case NextStep.Nothing _ when decided.givenUp() -> givenUp();
      case NextStep.Nothing _ -> count("nothing-to-do");
      case NextStep.Push push ->
          throw new IllegalArgumentException("a push was decided: " + push.reason());
    }
  }

  /** A pause holds the activity. */
  void held() {
    count("waiting");
  }

  /** Nothing can be done until a new fact arrives; the activity became a dead letter. */
  void givenUp() {
    metrics.counter(GIVEN_UP).increment();
    count("nothing-to-do");
  }

  /** A push has its answer. */
  void answered(ApnsOutcome outcome) {
    count(
        switch (outcome) {
          case ApnsOutcome.Accepted _ -> "accepted";
          case ApnsOutcome.Indeterminate _ -> "unknown";
          case ApnsOutcome.TokenRejected _,
              ApnsOutcome.CredentialsRejected _,
              ApnsOutcome.Throttled _,
              ApnsOutcome.RequestRejected _,
              ApnsOutcome.Unavailable _,
              ApnsOutcome.NotSent _ ->
              "rejected";
        });
  }

  private void count(String result) {
    metrics.counter(CLAIMS, "result", result).increment();
  }
}
