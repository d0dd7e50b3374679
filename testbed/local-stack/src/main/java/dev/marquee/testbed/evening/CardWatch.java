package dev.marquee.testbed.evening;

import dev.marquee.testbed.evening.ExpectedPush.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Watches one card: compares what its phone receives with what it must receive, push by push.
 * Thread-safe.
 */
final class CardWatch {

  /** What a push was. */
  enum Verdict {
    /** The one that had to come next. */
    EXPECTED,
    /** The one before once more, at a time when its answer may have been lost. */
    REPEAT,
    /** One that had not to come, or not now, or that had no effect. */
    STRAY
  }

  /** A push and what it was. */
  record Judged(SeenPush push, Verdict verdict) {}

  private final CardId card;
  private final List<ExpectedPush> expected;
  private final BooleanSupplier mayRepeat;
  private final List<Judged> seen = new ArrayList<>();
  private int matched;

  /**
   * @param mayRepeat whether an answer may have been lost by now, so that a push may be the one
   *     before once more
   */
  CardWatch(CardId card, List<ExpectedPush> expected, BooleanSupplier mayRepeat) {
    this.card = card;
    this.expected = List.copyOf(expected);
    this.mayRepeat = mayRepeat;
  }

  CardId card() {
    return card;
  }

  synchronized void receive(SeenPush push) {
    Verdict verdict = judge(push);
    seen.add(new Judged(push, verdict));
    if (verdict == Verdict.EXPECTED) {
      matched++;
    }
  }

  private Verdict judge(SeenPush push) {
    boolean effective =
        push.shown()
            && (seen.isEmpty() || push.timestamp().isAfter(seen.getLast().push().timestamp()));
    if (effective && matched < expected.size() && push.is(expected.get(matched))) {
      return Verdict.EXPECTED;
    }
    return effective
            && matched > 0
            && push.repeats(expected.get(matched - 1))
            && mayRepeat.getAsBoolean()
        ? Verdict.REPEAT
        : Verdict.STRAY;
  }

  /** Whether everything that may be sent by this business time has been received. */
  synchronized boolean isUpToDate(Instant now) {
    return matched == expected.size() || expected.get(matched).from().isAfter(now);
  }

  /** Whether the phone received exactly what it had to, repeats that may be apart. */
  synchronized boolean isTrue() {
    return matched == expected.size() && count(Verdict.STRAY) == 0;
  }

  synchronized int repeats() {
    return count(Verdict.REPEAT);
  }

  /** Starts beyond the one that may be. */
  synchronized int secondCards() {
    return (int)
        Math.max(0, seen.stream().filter(one -> one.push().kind() == Kind.START).count() - 1);
  }

  /** Whether the last thing the phone heard is not the last thing it had to hear. */
  synchronized boolean lostNewestState() {
    if (expected.isEmpty()) {
      return false;
    }
    ExpectedPush newest = expected.getLast();
    return seen.isEmpty()
        || seen.getLast().push().kind() != newest.kind()
        || !seen.getLast().push().contentState().equals(newest.contentState());
  }

  synchronized List<Judged> seen() {
    return List.copyOf(seen);
  }

  /** What never came. */
  synchronized List<ExpectedPush> missing() {
    return expected.subList(matched, expected.size());
  }

  private int count(Verdict verdict) {
    return (int) seen.stream().filter(one -> one.verdict() == verdict).count();
  }
}
