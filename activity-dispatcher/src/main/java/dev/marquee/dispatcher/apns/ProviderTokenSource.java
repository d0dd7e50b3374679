package dev.marquee.dispatcher.apns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The current provider token of one key, shared by all its connections: APNs refuses tokens older
 * than an hour, and senders that change theirs more often than every 20 minutes. Any thread.
 */
final class ProviderTokenSource {

  static final Duration REFRESH_AGE = Duration.ofMinutes(45);
  static final Duration SHORTEST_AGE = Duration.ofMinutes(20);

  /** Apple's hour, less what a push may take. */
  static final Duration LONGEST_AGE = Duration.ofMinutes(58);

  private volatile ApnsKey key;
  private final InstantSource clock;
  private volatile @Nullable ProviderToken current;
  private volatile Instant keptUntil = Instant.MIN;
  private @Nullable ProviderToken previous;

  ProviderTokenSource(ApnsKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  /** The token to send with now; signs a new one when the last is {@link #REFRESH_AGE} old. */
  ProviderToken current() {
    ProviderToken token = current;
    return token != null && ageOf(token).compareTo(longestAge()) < 0 ? token : renewed(token);
  }

  private Duration longestAge() {
    return clock.instant().isBefore(keptUntil) ? LONGEST_AGE : REFRESH_AGE;
  }

  /**
   * Reacts to APNs having called a token expired, which means that the two clocks disagree.
   *
   * @return whether {@link #current} is another token now; false if the rejected one is too young
   *     to be replaced, so that sending again is useless
   */
  boolean replaceExpired(ProviderToken rejected) {
    if (rejected.equals(current) && ageOf(rejected).compareTo(SHORTEST_AGE) >= 0) {
      renewed(rejected);
    }
    return !rejected.equals(current);
  }

  /**
   * Reacts to APNs having said that the token was changed too soon: goes on with the one before it
   * for 20 minutes, or for as long as APNs still admits that one.
   *
   * @return whether {@link #current} is another token now; false if there is none that is still
   *     good, so that sending again is useless
   */
  synchronized boolean returnToPrevious(ProviderToken rejected) {
    ProviderToken old = previous;
    if (rejected.equals(current) && old != null && ageOf(old).compareTo(LONGEST_AGE) < 0) {
      current = old;
      previous = null;
      keptUntil = clock.instant().plus(SHORTEST_AGE);
    }
    return !rejected.equals(current);
  }

  /** Signs a new token, unless another thread has just replaced the old one. */
  private synchronized ProviderToken renewed(@Nullable ProviderToken old) {
    ProviderToken token = current;
    if (token == null || token.equals(old)) {
      previous = token;
      token = ProviderToken.sign(key, clock.instant());
      current = token;
    }
    return token;
  }

  /**
   * Signs with another key from now on. What the old one signed is forgotten.
   *
   * @return false if the key is the one in use
   * @throws IllegalStateException if the key cannot sign; the old one goes on then
   */
  synchronized boolean replaceKey(ApnsKey other) {
    if (other.equals(key)) {
      return false;
    }
    ProviderToken first = ProviderToken.sign(other, clock.instant());
    key = other;
    current = first;
    previous = null;
    keptUntil = Instant.MIN;
    return true;
  }

  /** Without its sign: a clock that was set back makes tokens old as well. */
  private Duration ageOf(ProviderToken token) {
    return Duration.between(token.issuedAt(), clock.instant()).abs();
  }
}
