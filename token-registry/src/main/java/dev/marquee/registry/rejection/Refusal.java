package dev.marquee.registry.rejection;

import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.contracts.outcome.TokenRejected.TokenKind;
import java.time.Instant;

/**
 * What of a report decides: which token APNs refused, and since when it is invalid. Written as JSON
 * for {@code drop_refused_tokens}, which knows these names.
 *
 * @param activityKitId the instance whose update token it is; empty for a start token
 * @param fingerprint of the token
 * @param invalidSince the moment that Apple names or, where it names none, when the push was built
 */
record Refusal(String deviceId, String activityKitId, String fingerprint, Instant invalidSince) {
  private static final String START_TOKEN = "";

  static Refusal of(TokenRejected report) {
    return new Refusal(
        report.deviceId(),
        switch (report.kind()) {
          case TokenKind.Start _ -> START_TOKEN;
          case TokenKind.Update update -> update.activityKitId();
        },
        report.tokenFingerprint(),
        report.rejectedAt() == null ? report.observedAt() : report.rejectedAt());
  }
}
