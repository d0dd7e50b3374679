package dev.marquee.testbed.phone;

/** ActivityKit's word for where a Live Activity is in its life. */
public enum CardState {
  ACTIVE,
  /** Active, but past its stale date. */
  STALE,
  /** Over, and still on the Lock Screen. */
  ENDED,
  /** Gone from the Lock Screen, by a swipe or in time. */
  DISMISSED
}
