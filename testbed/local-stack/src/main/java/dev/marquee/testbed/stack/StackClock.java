package dev.marquee.testbed.stack;

import dev.marquee.clock.BusinessClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Business time of a whole stack: an offset to the system's clock that every process follows, so
 * that a story of months is told in seconds. Only business time moves; leases, request time-outs
 * and logins do not notice. Thread-safe.
 */
public final class StackClock {

  /** How long a change waits for followers; one that is stopped or gone must not hold it up. */
  private static final Duration ACKNOWLEDGE_LIMIT = Duration.ofSeconds(2);

  private final BusinessClock clock = BusinessClock.system();
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The newest version that each live follower is known to have. */
  private final Map<String, Long> followers = new HashMap<>();

  private long version;

  /** The time of the system, until it is moved. */
  public StackClock() {}

  /**
   * The offset at one moment.
   *
   * @param version counts the changes; a follower asks again with it
   */
  record Reading(long version, Duration offset) {}

  /** The clock itself, for parts that live in this process. */
  public BusinessClock businessClock() {
    return clock;
  }

  /** Business time now. */
  public Instant now() {
    return clock.instant();
  }

  /** Moves business time on to {@code instant}; does nothing where that has passed already. */
  public void advanceTo(Instant instant) {
    Duration ahead = Duration.between(now(), instant);
    if (ahead.isPositive()) {
      shiftTo(clock.offset().plus(ahead));
    }
  }

  /** Moves business time on by {@code duration}. */
  public void advanceBy(Duration duration) {
    shiftTo(clock.offset().plus(duration));
  }

  /**
   * Sets the offset and waits until every live follower has it, at most two seconds.
   *
   * @return whether all have it
   */
  boolean shiftTo(Duration offset) {
    lock.lock();
    try {
      version++;
      clock.setOffset(offset);
      changed.signalAll();
      boolean followed = await(this::allFollow, ACKNOWLEDGE_LIMIT);
      // Who did not answer is gone or stopped; it comes back by asking again.
      followers.values().removeIf(known -> known < version);
      return followed;
    } finally {
      lock.unlock();
    }
  }

  Reading reading() {
    lock.lock();
    try {
      return new Reading(version, clock.offset());
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a follower has to know that knows {@code after}: at once if that is outdated, else when it
   * is, or when {@code limit} has passed.
   */
  Reading follow(String follower, long after, Duration limit) {
    lock.lock();
    try {
      followers.put(follower, after);
      changed.signalAll();
      var _ = await(() -> version != after, limit);
      return reading();
    } finally {
      lock.unlock();
    }
  }

  private boolean allFollow() {
    return followers.values().stream().allMatch(known -> known >= version);
  }

  /** Waits under the lock until the condition holds, and tells whether it does. */
  private boolean await(BooleanSupplier condition, Duration limit) {
    long left = limit.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
