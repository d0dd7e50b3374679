package dev.marquee.testbed.phone;

/** How an app reports that was written in a hurry. An app may have several habits at once. */
public enum BadHabit {
  /** Sends every report twice. */
  REPEATS,
  /** Sends every second report after the one that follows it. */
  SWAPS,
  /** Loses about half of its reports, and never notices. */
  LOSES,
  /** Sends {@code null} for every token, as if it had none. */
  SENDS_NULL_TOKENS
}
