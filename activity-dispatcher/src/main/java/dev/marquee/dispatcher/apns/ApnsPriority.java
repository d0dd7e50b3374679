package dev.marquee.dispatcher.apns;

/** The {@code apns-priority} of a push; a Live Activity knows only these two. */
public enum ApnsPriority {
  /** 10: delivered at once, and counted against the device's budget for the activity. */
  IMMEDIATE(10),
  /** 5: delivered when it suits the device's power, never counted; may be grouped or late. */
  CONSERVE_POWER(5);

  private final String headerValue;

  ApnsPriority(int value) {
    this.headerValue = Integer.toString(value);
  }

  String headerValue() {
    return headerValue;
  }
}
