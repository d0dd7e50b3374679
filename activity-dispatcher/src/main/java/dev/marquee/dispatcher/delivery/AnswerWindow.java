package dev.marquee.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Counts answers over the last seconds, in ten steps that are forgotten one by one. Not
 * thread-safe. A clock that is set back adds to the newest step; one that jumps ahead forgets all.
 */
final class AnswerWindow {
  private static final int STEPS = 10;

  private final long stepMillis;
  private final int[] answers = new int[STEPS];
  private final int[] failures = new int[STEPS];
  private long newestStep = Long.MIN_VALUE;

  /**
   * @param length what is older is forgotten; at least ten milliseconds
   */
  AnswerWindow(Duration length) {
    this.stepMillis = length.toMillis() / STEPS;
  }

  void add(boolean failure, Instant now) {
    moveTo(now.toEpochMilli() / stepMillis);
    int step = Math.floorMod(newestStep, STEPS);
    answers[step]++;
    if (failure) {
      failures[step]++;
    }
  }

  private void moveTo(long step) {
    if (newestStep == Long.MIN_VALUE || step - newestStep >= STEPS) {
      clear();
      newestStep = step;
    }
    while (newestStep < step) {
      newestStep++;
      int emptied = Math.floorMod(newestStep, STEPS);
      answers[emptied] = 0;
      failures[emptied] = 0;
    }
  }

  int answers() {
    return Arrays.stream(answers).sum();
  }

  int failures() {
    return Arrays.stream(failures).sum();
  }

  void clear() {
    Arrays.fill(answers, 0);
    Arrays.fill(failures, 0);
  }
}
