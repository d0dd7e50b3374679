package dev.marquee.types.definition;

/**
 * How urgent a push is.
 *
 * @see <a
 *     href="https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns">Sending
 *     notification requests to APNs</a>
 */
public enum PushPriority {
  /** 5: delivered when it suits the phone, and not counted. */
  CONSERVE_POWER,
  /** 10: delivered at once, and counted against an hourly budget on the phone. */
  IMMEDIATE
}
