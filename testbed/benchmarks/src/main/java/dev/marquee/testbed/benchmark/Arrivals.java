package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.PushAnswer;
import dev.marquee.testbed.apns.ReceivedPush;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * When the push with the awaited gate reached APNs, per ticket holder of one house: taken by APNs,
 * or, where the holder's token is dead, refused for that. Written by APNs' event loops, read by the
 * benchmark.
 */
final class Arrivals implements Consumer<ReceivedPush> {

  /** Nobody's token is dead. */
  static final IntPredicate NOBODY = _ -> false;

  private final House house;
  private final String gate;
  private final IntPredicate dead;
  private final AtomicLongArray nanosByHolder;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();

  /**
   * Expects a push to each of the first holders.
   *
   * @param dead whose token APNs has to refuse
   */
  Arrivals(House house, String gate, int holders, IntPredicate dead) {
    this.house = house;
    this.gate = gate;
    this.dead = dead;
    this.nanosByHolder = new AtomicLongArray(holders);
  }

  @Override
  public void accept(ReceivedPush push) {
    if (!push.request().bundleId().equals(house.app())) {
      return;
    }
    int holder = house.holderOf(push.request().token());
    if (holder < 0 || holder >= nanosByHolder.length() || !isExpected(push, dead.test(holder))) {
      others.incrementAndGet();
    } else if (nanosByHolder.compareAndSet(holder, 0, push.request().receivedNanos())) {
      count.incrementAndGet();
    }
  }

  private boolean isExpected(ReceivedPush push, boolean toDeadToken) {
    String shown = push.request().json().at("/aps/content-state/gate").asText();
    return shown.equals(gate) && (toDeadToken ? isRefusedAsDead(push.answer()) : push.accepted());
  }

  private static boolean isRefusedAsDead(PushAnswer answer) {
    return answer instanceof PushAnswer.Rejected rejected
        && DeadTokens.REASONS.contains(rejected.reason());
  }

  /** How many holders have it, the dead among them. */
  int count() {
    return count.get();
  }

  /** Pushes that were answered otherwise, or that showed something else: there should be none. */
  int others() {
    return others.get();
  }

  /** By {@link System#nanoTime()}; zero if none has arrived. */
  long nanosOf(int holder) {
    return nanosByHolder.get(holder);
  }
}
