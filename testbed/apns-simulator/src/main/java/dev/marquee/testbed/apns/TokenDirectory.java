package dev.marquee.testbed.apns;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The device tokens that APNs has issued, of both environments. Simulators may share one, as
 * Apple's hosts do. Tokens are hex and compared without regard to case. Safe for use by any thread;
 * reading takes no lock.
 */
public final class TokenDirectory {
  private final ConcurrentMap<String, IssuedToken> tokens = new ConcurrentHashMap<>();

  /** Issues a token for one app on one device, or issues it anew after it had died. */
  public void issue(
      String token, String bundleId, ApnsEnvironment environment, PushReceiver receiver) {
    tokens.put(key(token), new IssuedToken(bundleId, environment, receiver, null));
  }

  /**
   * Declares a token dead. Unknown tokens stay unknown, and of two deaths the first counts.
   *
   * @param reason {@link ApnsReason#UNREGISTERED} or {@link ApnsReason#EXPIRED_TOKEN}
   * @param since when it died, which the answers tell
   * @param answeredFrom when APNs begins to answer 410. Until then it answers 200 and goes on
   *     delivering, as the real one does for minutes to weeks
   */
  public void retire(String token, ApnsReason reason, Instant since, Instant answeredFrom) {
    if (reason.status() != 410) {
      throw new IllegalArgumentException(
          "A token dies as Unregistered or ExpiredToken, not by " + reason.text());
    }
    tokens.computeIfPresent(
        key(token),
        (_, issued) ->
            issued.death() == null ? issued.dying(new Death(reason, since, answeredFrom)) : issued);
  }

  /** Declares a token dead with 410 answered at once. */
  public void retire(String token, ApnsReason reason, Instant since) {
    retire(token, reason, since, since);
  }

  /** Forgets a token altogether: it is answered {@code BadDeviceToken} from now on. */
  public void forget(String token) {
    tokens.remove(key(token));
  }

  public int size() {
    return tokens.size();
  }

  @Nullable IssuedToken find(String token) {
    return tokens.get(key(token));
  }

  private static String key(String token) {
    return token.toLowerCase(Locale.ROOT);
  }

  /** What APNs knows of one token. */
  record IssuedToken(
      String bundleId, ApnsEnvironment environment, PushReceiver receiver, @Nullable Death death) {
    IssuedToken {
      Objects.requireNonNull(bundleId, "bundleId");
      Objects.requireNonNull(environment, "environment");
      Objects.requireNonNull(receiver, "receiver");
    }

    private IssuedToken dying(Death death) {
      return new IssuedToken(bundleId, environment, receiver, death);
    }
  }

  record Death(ApnsReason reason, Instant since, Instant answeredFrom) {}
}
