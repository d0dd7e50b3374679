package dev.marquee.testbed.apns;

import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells some requests from others by what they say; {@code null} asks nothing.
 *
 * @param token the device token, or the first digits of it
 * @param app the bundle id in the topic
 * @param event start, update or end
 */
public record PushFilter(@Nullable String token, @Nullable String app, @Nullable String event)
    implements Predicate<PushRequest> {

  /** Every request. */
  public static final PushFilter ANY = new PushFilter(null, null, null);

  public PushFilter {
    token = token == null ? null : token.toLowerCase(Locale.ROOT);
  }

  /** Only requests to this token, or to those that begin so. */
  public static PushFilter token(String token) {
    return new PushFilter(token, null, null);
  }

  /** Only requests for this app. */
  public static PushFilter app(String bundleId) {
    return new PushFilter(null, bundleId, null);
  }

  @Override
  public boolean test(PushRequest push) {
    return (token == null || push.token().toLowerCase(Locale.ROOT).startsWith(token))
        && (app == null || app.equals(push.bundleId()))
        && (event == null || event.equals(push.event()));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return (token == null ? "any token" : "token " + Fingerprint.of(token))
        + (app == null ? "" : " of " + app)
        + (event == null ? "" : ", " + event);
  }
}
