package dev.marquee.testbed.apns;

import dev.marquee.testbed.apns.ProviderTokenVerdict.Refused;
import dev.marquee.testbed.apns.ProviderTokenVerdict.Trusted;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who talks on one connection: the rules for provider tokens that Apple keeps per connection. Used
 * by the connection's event loop only.
 */
final class ProviderSession {
  /**
   * A token is good for one hour from its {@code iat}; one from the future is as suspect as one
   * from the past.
   */
  static final Duration TOKEN_LIFE = Duration.ofHours(1);

  /** A connection may change its token once in this time. */
  static final Duration TOKEN_CHANGE_INTERVAL = Duration.ofMinutes(20);

  private static final String SCHEME = "bearer ";

  private final ApnsEnvironment environment;
  private final ProviderTokens tokens;
  private @Nullable InUse inUse;

  ProviderSession(ApnsEnvironment environment, ProviderTokens tokens) {
    this.environment = environment;
    this.tokens = tokens;
  }

  /**
   * Judges the {@code authorization} of one request and, if it is good, makes its token the
   * connection's own.
   */
  ProviderTokenVerdict admit(@Nullable String authorization, Instant now) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return new Refused(ApnsReason.MISSING_PROVIDER_TOKEN);
    }
    InUse before = inUse;
    if (before != null && before.authorization().equals(authorization)) {
      return inTime(before.token(), now);
    }
    return switch (tokens.verify(authorization.substring(SCHEME.length()).strip())) {
      case Refused refused -> refused;
      case Trusted token -> admitChange(before, authorization, token, now);
    };
  }

  private ProviderTokenVerdict admitChange(
      @Nullable InUse before, String authorization, Trusted token, Instant now) {
    if (!token.key().environments().contains(environment)) {
      return new Refused(ApnsReason.BAD_ENVIRONMENT_KEY_ID_IN_TOKEN);
    }
    if (before != null && !before.token().key().teamId().equals(token.key().teamId())) {
      return new Refused(ApnsReason.UNRELATED_KEY_ID_IN_TOKEN);
    }
    if (inTime(token, now) instanceof Refused expired) {
      return expired;
    }
    if (before != null && before.isChangedTooSoonTo(token, now)) {
      return new Refused(ApnsReason.TOO_MANY_PROVIDER_TOKEN_UPDATES);
    }
    inUse = new InUse(authorization, token, now);
    return token;
  }

  private static ProviderTokenVerdict inTime(Trusted token, Instant now) {
    Duration age = Duration.between(token.issuedAt(), now).abs();
    return age.compareTo(TOKEN_LIFE) > 0 ? new Refused(ApnsReason.EXPIRED_PROVIDER_TOKEN) : token;
  }

  private record InUse(String authorization, Trusted token, Instant since) {

    /**
     * A provider that shares one token among its connections may open a connection just before its
     * hourly refresh. So a change is too soon only if the connection is new to the old token and
     * the new token was also made soon after the old one.
     */
    boolean isChangedTooSoonTo(Trusted next, Instant now) {
      return now.isBefore(since.plus(TOKEN_CHANGE_INTERVAL))
          && next.issuedAt().isBefore(token.issuedAt().plus(TOKEN_CHANGE_INTERVAL));
    }
  }
}
