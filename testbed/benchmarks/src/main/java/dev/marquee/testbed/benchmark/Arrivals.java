package dev.marquee.testbed.benchmark;

import static java.util.Objects.requireNonNull;

import dev.marquee.testbed.apns.ReceivedPush;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * When the push with the awaited gate reached APNs, per token. Written by APNs' event loop, read by
 * the benchmark.
 */
final class Arrivals implements Consumer<ReceivedPush> {

  private final String gate;
  private final ConcurrentMap<String, Long> nanosByToken = new ConcurrentHashMap<>();
  private final AtomicInteger others = new AtomicInteger();

  Arrivals(String gate) {
    this.gate = gate;
  }

  @Override
  public void accept(ReceivedPush push) {
    String shown = push.request().json().at("/aps/content-state/gate").asText();
    if (push.accepted() && shown.equals(gate)) {
      nanosByToken.putIfAbsent(push.request().token(), push.request().receivedNanos());
    } else {
      others.incrementAndGet();
    }
  }

  int count() {
    return nanosByToken.size();
  }

  /** Pushes that were refused, or that showed something else: there should be none. */
  int others() {
    return others.get();
  }

  /** By {@link System#nanoTime()}; the push must have arrived. */
  long nanosOf(String token) {
    return requireNonNull(nanosByToken.get(token), "no push to this token");
  }
}
