package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Counts what APNs refuses and why, and tells of answers that a person should see. Any thread. */
final class RefusalMetrics {
  /** By Apple's reason; {@code unknown} for one that this version does not know. */
  static final String REFUSALS = "marquee.delivery.refusals";

  /** From the claim to the answer, accepted or not. */
  static final String LATENCY = "marquee.delivery.latency";

  /** How many different reasons are told of; Apple has some thirty. */
  private static final int TOLD_LIMIT = 100;

  private static final Logger LOG = Logger.getLogger(RefusalMetrics.class);

  private final MeterRegistry registry;
  private final Timer accepted;
  private final Timer notAccepted;
  private final Set<RejectionReason> told = ConcurrentHashMap.newKeySet();

  RefusalMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.accepted = registry.timer(LATENCY, "accepted", "true");
    this.notAccepted = registry.timer(LATENCY, "accepted", "false");
  }

  /** A push has its outcome. */
  void answered(ApnsOutcome outcome, Duration latency) {
    (outcome instanceof ApnsOutcome.Accepted ? accepted : notAccepted).record(latency);
    switch (outcome) {
      case ApnsOutcome.TokenRejected rejected -> refused(rejected.reason());
      case ApnsOutcome.CredentialsRejected rejected -> refused(rejected.reason());
      case ApnsOutcome.Throttled throttled -> refused(throttled.reason());
      case ApnsOutcome.RequestRejected rejected -> refused(rejected.reason());
      case ApnsOutcome.Unavailable unavailable -> refused(unavailable.reason());
      case ApnsOutcome.Accepted _, ApnsOutcome.NotSent _, ApnsOutcome.Indeterminate _ -> {
        // Nothing was refused.
      }
    }
  }

  private void refused(RejectionReason reason) {
    boolean known = reason instanceof RejectionReason.Known;
    registry.counter(REFUSALS, "reason", known ? reason.text() : "unknown").increment();
    boolean suspicious = !known || reason == RejectionReason.Known.BAD_DEVICE_TOKEN;
    if (suspicious && told.size() < TOLD_LIMIT && told.add(reason)) {
      LOG.warnf(
          known
              ? "APNs answered %d %s: are tokens of one environment registered as of the other?"
                  + " Said once."
              : "APNs answered %d \"%s\", which this version does not know: judged by its status."
                  + " Said once.",
          reason.status(),
          reason.text());
    }
  }
}
