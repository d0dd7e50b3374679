package dev.marquee.testbed.apns;

/**
 * One of Apple's two separate services. A token, and since 2025 also a key, belongs to one of them.
 */
public enum ApnsEnvironment {
  /** {@code api.push.apple.com}: builds from the App Store, TestFlight and ad hoc distribution. */
  PRODUCTION,
  /**
   * {@code api.sandbox.push.apple.com}: development-signed builds. Its answers carry {@code
   * apns-unique-id}.
   */
  SANDBOX
}
