package dev.marquee.dispatcher.apns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Business time that moves only when a test says so. */
final class SettableTime implements InstantSource {

  private final AtomicReference<Instant> now;

  SettableTime(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  void advance(Duration by) {
    now.updateAndGet(time -> time.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
