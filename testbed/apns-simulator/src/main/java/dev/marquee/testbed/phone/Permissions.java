package dev.marquee.testbed.phone;

/**
 * What the person allows one app in the settings.
 *
 * @param activities whether it may have Live Activities at all
 * @param frequentUpdates whether they may be updated frequently, which raises the update budget; of
 *     no effect in an app that does not support it
 */
record Permissions(boolean activities, boolean frequentUpdates) {
  static final Permissions ALL = new Permissions(true, true);

  Permissions withActivities(boolean enabled) {
    return new Permissions(enabled, frequentUpdates);
  }

  Permissions withFrequentUpdates(boolean enabled) {
    return new Permissions(activities, enabled);
  }
}
