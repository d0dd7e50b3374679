package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.token.RegisteredToken;
import java.time.Instant;

/**
 * APNs refused a token.
 *
 * @param fingerprint which token
 * @param since since when it is invalid, by Apple's clock, or when the refused push was claimed
 */
public record TokenRejection(String fingerprint, Instant since) {

  /**
   * Whether a token is the refused one. The same value registered later is another matter: the app
   * received it again after Apple's verdict (apns.md 3.3).
   */
  boolean appliesTo(RegisteredToken token) {
    return token.token().fingerprint().equals(fingerprint) && !token.registeredAt().isAfter(since);
  }
}
