package dev.marquee.dispatcher.apns;

/**
 * One of Apple's two separate push services. A device token belongs to exactly one of them, as the
 * app was signed; the other answers {@code BadDeviceToken}.
 */
public enum ApnsEnvironment {
  /** Serves apps from the App Store, TestFlight and ad hoc distribution. */
  PRODUCTION,
  /** Serves apps that Xcode signed for development, and the simulator. */
  SANDBOX
}
