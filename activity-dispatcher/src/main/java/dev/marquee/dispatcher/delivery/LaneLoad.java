package dev.marquee.dispatcher.delivery;

import java.util.concurrent.atomic.AtomicInteger;

/** What one lane has on its way from this replica, and its breaker. Any thread. */
final class LaneLoad {
  private final LaneBreaker breaker;
  private final AtomicInteger onTheWay = new AtomicInteger();

  LaneLoad(LaneBreaker breaker) {
    this.breaker = breaker;
  }

  LaneBreaker breaker() {
    return breaker;
  }

  void sent() {
    onTheWay.incrementAndGet();
  }

  void answered() {
    onTheWay.decrementAndGet();
  }

  int onTheWay() {
    return onTheWay.get();
  }
}
