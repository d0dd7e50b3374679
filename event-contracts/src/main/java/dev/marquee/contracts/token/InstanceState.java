package dev.marquee.contracts.token;

/**
 * ActivityKit's {@code ActivityState} of one running Live Activity, as the app reported it last.
 */
public enum InstanceState {
  ACTIVE,
  STALE,
  ENDED,
  DISMISSED;

  /** Whether the card still takes updates. */
  public boolean takesUpdates() {
    return switch (this) {
      case ACTIVE, STALE -> true;
      case ENDED, DISMISSED -> false;
    };
  }
}
