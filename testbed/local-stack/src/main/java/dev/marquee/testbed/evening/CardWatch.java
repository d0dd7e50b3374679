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
    /**
     * An older one that a stopped dispatcher had in its hands and let go when it went on; the phone
     * ignored it for its old timestamp. No check before a write can prevent it.
     */
    ECHO,
    /** One that had not to come, or not now, or that had no effect. */
    STRAY
  }

  /** A push and what it was. */
  record Judged(SeenPush push, Verdict verdict) {}

  private final CardId card;
  private final List<ExpectedPush> expected;
  private final BooleanSupplier mayRepeat;
  private final List<Judged> seen = new ArrayList<>();
  private Instant newest = Instant.MIN;
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
    if (!push.timestamp().isAfter(newest)) {
      return !push.shown() && mayRepeat.getAsBoolean() && repeatsAny(push)
          ? Verdict.ECHO
          : Verdict.STRAY;
    }
    newest = push.timestamp();
    if (!push.shown()) {
      return Verdict.STRAY;
    }
    if (matched < expected.size() && push.is(expected.get(matched))) {
      return Verdict.EXPECTED;
    }
    return matched > 0 && mayRepeat.getAsBoolean() && push.repeats(expected.get(matched - 1))
        ? Verdict.REPEAT
        : Verdict.STRAY;
  }

  private boolean repeatsAny(SeenPush push) {
    return expected.subList(0, matched).stream().anyMatch(push::repeats);
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

  synchronized int echoes() {
    return count(Verdict.ECHO);
  }

  /** Starts beyond the one that may be. */
  synchronized int secondCards() {
    return (int)
        Math.max(0, seen.stream().filter(one -> one.push().kind() == Kind.START).count() - 1);
  }

  /** Whether the last thing that had an effect is not the last thing that had to have one. */
  synchronized boolean lostNewestState() {
    if (expected.isEmpty()) {
      return false;
    }
    ExpectedPush last = expected.getLast();
    return seen.stream()
        .map(Judged::push)
        .filter(SeenPush::shown)
        .reduce((_, later) -> later)
        .filter(push -> push.kind() == last.kind())
        .filter(push -> push.contentState().equals(last.contentState()))
        .isEmpty();
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
