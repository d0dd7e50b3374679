package dev.marquee.testbed.apns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Business time that stands still until a test moves it. */
public final class SettableTime implements InstantSource {
  private volatile Instant now;

  public SettableTime(Instant now) {
    this.now = now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
