package dev.marquee.dispatcher.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
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
  @WithDefault("1000")
  @Min(1) @Max(5_000) int batchSize();

  /** Most claimed activities that wait for an answer or for their settle, per replica. */
  @WithDefault("8000")
  @Min(1) @Max(100_000) int inFlightLimit();

  /** How often to look for due activities that nobody woke us for. */
  @WithDefault("200ms")
  Duration pollInterval();

  /** How long an answer waits for others to be settled with it. */
  @WithDefault("20ms")
  Duration settleDelay();

  /** Claims in a row that nobody settled before the activity becomes a dead letter. */
  @WithDefault("5")
  @Min(1) @Max(100) int unsettledClaimLimit();

  /**
   * Most pushes of one lane (an app in one environment) on their way, per replica. What is left of
   * the in-flight limit is for the others, so that a slow host does not hold them up.
   */
  @WithDefault("4000")
  @Min(1) @Max(100_000) int laneInFlightLimit();

  /**
   * Activities that become due in each second when a pause is lifted, over all replicas, so that
   * they do not crowd the rest.
   */
  @WithDefault("1000")
  @Min(1) @Max(100_000) int releasePerSecond();

  /** When failures of APNs close a lane, and for how long. */
  Breaker breaker();

  /** Cards that may be started on one device within an hour; iOS refuses about ten, silently. */
  @WithDefault("3")
  @Min(1) @Max(10) int startsPerHour();

  /** Cards that may be started on one device within a day. */
  @WithDefault("8")
  @Min(1) @Max(100) int startsPerDay();

  /** The circuit breaker of each lane. Only 5xx answers of APNs count as failures. */
  interface Breaker {
    /** Failures that there are at least within the window. */
    @WithDefault("20")
    @Min(1) @Max(100_000) int failures();

    /** The part of the answers within the window that failures are at least, 0 to 1. */
    @WithDefault("0.5")
    @DecimalMin("0") @DecimalMax("1") double share();

    /** How far back answers count. */
    @WithDefault("10s")
    Duration window();

    /**
     * How long a lane is closed before one probe is sent, and up to a tenth more. Apple asks for 15
     * minutes after a failure; less may be taken for an attack.
     */
    @WithDefault("15m")
    Duration rest();
  }
}
