package dev.marquee.dispatcher.activity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast pushes may follow each other, whatever an activity type says. Pure.
 *
 * @param startWindow over how long the starts that are due at one moment are spread; zero for not
 *     at all
 * @param urgentBurst updates of one activity with priority 10 that may follow each other at once
 * @param urgentEvery how long it takes until one more may
 * @param frequentFactor how many times as many may where the device allows frequent updates, both
 *     at once and over time
 */
public record Pace(
    Duration startWindow, int urgentBurst, Duration urgentEvery, int frequentFactor) {
  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

  /** Nothing is spread, nothing is slowed down. */
  public static final Pace UNBOUNDED = new Pace(Duration.ZERO, 1_000_000, Duration.ofMillis(1), 1);

  /** Refuses what would keep cards or changes away. */
  public Pace {
    if (startWindow.isNegative() || startWindow.compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "start-window is %s, not 0 to %s".formatted(startWindow, LONGEST_WINDOW));
    }
    if (urgentBurst < 1) {
      throw new IllegalArgumentException("urgent-burst is " + urgentBurst + ", at least 1");
    }
    if (!urgentEvery.isPositive()) {
      throw new IllegalArgumentException("urgent-every is " + urgentEvery + ", not positive");
    }
    if (frequentFactor < 1) {
      throw new IllegalArgumentException("frequent-factor is " + frequentFactor + ", at least 1");
    }
  }

  /** By how much the start of an activity is put off: always the same for the same activity. */
  Duration delayOf(Booking booking, Device device) {
    long window = startWindow.toMillis();
    int word = Digests.word(booking.ref() + "/" + device.ref());
    return window == 0 ? Duration.ZERO : Duration.ofMillis(Math.floorMod(word, window));
  }

  /**
   * Whether an update may have priority 10 now: a token bucket, told by one instant. It takes as
   * long to fill whatever the device allows, so a user who changes that keeps the part that is
   * spent.
   *
   * @param paidUntil when the bucket will be full again; null for full
   */
  boolean allowsUrgent(Device device, @Nullable Instant paidUntil, Instant now) {
    Instant emptyAt = now.plus(urgentEvery.multipliedBy(urgentBurst));
    return !afterUrgent(device, paidUntil, now).isAfter(emptyAt);
  }

  /** When the bucket will be full again once an update with priority 10 is sent now. */
  Instant afterUrgent(Device device, @Nullable Instant paidUntil, Instant now) {
    Instant from = paidUntil == null || paidUntil.isBefore(now) ? now : paidUntil;
    return from.plus(
        device.frequentUpdatesEnabled() ? urgentEvery.dividedBy(frequentFactor) : urgentEvery);
  }
}
