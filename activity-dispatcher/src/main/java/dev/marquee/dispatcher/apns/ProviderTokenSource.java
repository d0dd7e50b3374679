package dev.marquee.dispatcher.apns;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The current provider token of one key, shared by all its connections: APNs refuses tokens older
 * than an hour, and senders that change theirs more often than every 20 minutes. Any thread.
 */
final class ProviderTokenSource {

  static final Duration REFRESH_AGE = Duration.ofMinutes(45);
  static final Duration SHORTEST_AGE = Duration.ofMinutes(20);

  private final ApnsKey key;
  private final InstantSource clock;
  private volatile @Nullable ProviderToken current;

  ProviderTokenSource(ApnsKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  /** The token to send with now; signs a new one when the last is {@link #REFRESH_AGE} old. */
  ProviderToken current() {
    ProviderToken token = current;
    return token != null && ageOf(token).compareTo(REFRESH_AGE) < 0 ? token : renewed(token);
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

  /** Signs a new token, unless another thread has just replaced the old one. */
  private synchronized ProviderToken renewed(@Nullable ProviderToken old) {
    ProviderToken token = current;
    if (token == null || token.equals(old)) {
      token = ProviderToken.sign(key, clock.instant());
      current = token;
    }
    return token;
  }

  /** Without its sign: a clock that was set back makes tokens old as well. */
  private Duration ageOf(ProviderToken token) {
    return Duration.between(token.issuedAt(), clock.instant()).abs();
  }
}
