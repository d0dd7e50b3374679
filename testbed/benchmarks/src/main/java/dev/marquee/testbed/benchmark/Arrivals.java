package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.ReceivedPush;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * When the push with the awaited gate reached APNs, per ticket holder. Written by APNs' event
 * loops, read by the benchmark.
 */
final class Arrivals implements Consumer<ReceivedPush> {

  private final String gate;
  private final AtomicLongArray nanosByHolder;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();

  Arrivals(String gate, int holders) {
    this.gate = gate;
    this.nanosByHolder = new AtomicLongArray(holders);
  }

  @Override
  public void accept(ReceivedPush push) {
    String shown = push.request().json().at("/aps/content-state/gate").asText();
    int holder = House.holderOf(push.request().token());
    if (!push.accepted() || !shown.equals(gate) || holder >= nanosByHolder.length()) {
      others.incrementAndGet();
    } else if (nanosByHolder.compareAndSet(holder, 0, push.request().receivedNanos())) {
      count.incrementAndGet();
    }
  }

  /** How many holders have it. */
  int count() {
    return count.get();
  }

  /** Pushes that were refused, or that showed something else: there should be none. */
  int others() {
    return others.get();
  }

  /** By {@link System#nanoTime()}; zero if none has arrived. */
  long nanosOf(int holder) {
    return nanosByHolder.get(holder);
  }
}
