package dev.marquee.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that ticks like its base, shifted by an offset that can be set at any moment: business
 * time may leap, also back. Unshifted it is its base.
 *
 * <p>Thread-safe; a new offset is seen at once by all threads and by all clocks made from this one
 * by {@link #withZone}.
 */
public final class BusinessClock extends Clock {

  private final Clock base;
  private final AtomicReference<Duration> offset;

  private BusinessClock(Clock base, AtomicReference<Duration> offset) {
    this.base = base;
    this.offset = offset;
  }

  /** The machine's clock in UTC, not shifted yet. */
  public static BusinessClock system() {
    return over(Clock.systemUTC());
  }

  /** The given clock, not shifted yet. */
  public static BusinessClock over(Clock base) {
    return new BusinessClock(base, new AtomicReference<>(Duration.ZERO));
  }

  /** How far business time is ahead of the base; negative if behind. */
  public Duration offset() {
    return offset.get();
  }

  /** Replaces the offset; it does not add to the one before. */
  public void setOffset(Duration newOffset) {
    offset.set(newOffset);
  }

  @Override
  public Instant instant() {
    return base.instant().plus(offset.get());
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public BusinessClock withZone(ZoneId zone) {
    return new BusinessClock(base.withZone(zone), offset);
  }

  @Override
  public String toString() {
    return "BusinessClock[" + base + " shifted by " + offset.get() + "]";
  }
}
