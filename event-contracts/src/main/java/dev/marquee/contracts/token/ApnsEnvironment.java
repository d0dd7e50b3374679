package dev.marquee.contracts.token;

/** Which of Apple's two push services a token belongs to, as the app reports it. */
public enum ApnsEnvironment {
  /** TestFlight, Ad Hoc and App Store builds. */
  PRODUCTION,
  /** Development-signed builds. */
  SANDBOX
}
