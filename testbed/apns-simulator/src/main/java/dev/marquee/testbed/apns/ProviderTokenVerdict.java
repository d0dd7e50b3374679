package dev.marquee.testbed.apns;

import java.time.Instant;

/** What APNs thinks of one provider token. */
sealed interface ProviderTokenVerdict {

  /** Signed by a key that APNs knows. Whether it is still young enough is another question. */
  record Trusted(ProviderKey key, Instant issuedAt) implements ProviderTokenVerdict {}

  record Refused(ApnsReason reason) implements ProviderTokenVerdict {}
}
