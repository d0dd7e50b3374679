package dev.marquee.testbed.story;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks again and again, within bounds, for what the story says. The bounds are wall-clock time.
 */
final class Patience {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(25);

  /** How long nothing has to happen until the story believes that nothing will. */
  private static final Duration QUIET = Duration.ofMillis(1500);

  private Patience() {}

  /**
   * Looks until what is seen matches, and returns it.
   *
   * @param what the story's words for it
   * @param expected what would match, in words
   * @throws StoryDiffersException with what was seen last
   */
  static <T> T until(String what, String expected, Supplier<T> look, Predicate<T> matches) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    T seen = look.get();
    while (!matches.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new StoryDiffersException(what, expected, String.valueOf(seen));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      seen = look.get();
    }
    return seen;
  }

  /** Keeps looking for a while, and passes if what is seen stays the same. */
  static <T> void unchanged(String what, Supplier<T> look) {
    long deadline = System.nanoTime() + QUIET.toNanos();
    T before = look.get();
    while (System.nanoTime() < deadline) {
      expect(what, before, look.get());
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Passes if both are equal. */
  static <T> void expect(String what, T expected, T seen) {
    if (!expected.equals(seen)) {
      throw new StoryDiffersException(what, String.valueOf(expected), String.valueOf(seen));
    }
  }
}
