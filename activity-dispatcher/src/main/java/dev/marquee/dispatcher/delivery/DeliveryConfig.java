package dev.marquee.dispatcher.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How activities are claimed and sent. */
@ConfigMapping(prefix = "marquee.delivery")
public interface DeliveryConfig {

  /**
   * How long a claim holds its activity, by the clock of the database. A replica that dies keeps
   * its claims for that long; nothing is written to a socket later than this less the request
   * time-out.
   */
  @WithDefault("30s")
  Duration leaseDuration();

  /** Most activities of one claim. More make fewer statements, and longer transactions. */
  @WithDefault("500")
  @Min(1) @Max(5_000) int batchSize();

  /** Most claimed activities that wait for an answer or for their settle, per replica. */
  @WithDefault("2000")
  @Min(1) @Max(100_000) int inFlightLimit();

  /** How often to look for due activities that nobody woke us for. */
  @WithDefault("200ms")
  Duration pollInterval();

  /** How long an answer waits for others to be settled with it. */
  @WithDefault("5ms")
  Duration settleDelay();

  /** Claims in a row that nobody settled before the activity becomes a dead letter. */
  @WithDefault("5")
  @Min(1) @Max(100) int unsettledClaimLimit();

  /** Cards that may be started on one device within an hour; iOS refuses about ten, silently. */
  @WithDefault("3")
  @Min(1) @Max(10) int startsPerHour();

  /** Cards that may be started on one device within a day. */
  @WithDefault("8")
  @Min(1) @Max(100) int startsPerDay();
}
