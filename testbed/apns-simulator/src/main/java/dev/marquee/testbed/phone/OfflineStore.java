package dev.marquee.testbed.phone;

import dev.marquee.testbed.apns.PushRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What APNs keeps for a phone that it cannot reach: one push per app, the newest, until it expires.
 * Guarded by the lock of its phone.
 */
final class OfflineStore {
  /** The longest that APNs keeps anything. */
  static final Duration LONGEST = Duration.ofDays(30);

  private @Nullable Stored stored;

  /** Keeps the push in place of the one before it, unless it asks not to be kept. */
  void put(PushRequest push, Delivery delivery) {
    Instant latest = push.receivedAt().plus(LONGEST);
    String expiration = push.header("apns-expiration");
    if (expiration == null) {
      stored = new Stored(push, latest, delivery);
    } else if (!expiration.equals("0")) {
      Instant asked = Instant.ofEpochSecond(Long.parseLong(expiration));
      stored = new Stored(push, asked.isBefore(latest) ? asked : latest, delivery);
    }
  }

  /** Hands out what is kept and not expired, and keeps it no longer. */
  @Nullable Stored take(Instant now) {
    Stored held = stored;
    stored = null;
    return held != null && now.isBefore(held.expiresAt()) ? held : null;
  }

  /** Keeps nothing any more. */
  void drop() {
    stored = null;
  }

  record Stored(PushRequest push, Instant expiresAt, Delivery delivery) {}
}
