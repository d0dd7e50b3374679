package dev.marquee.testbed.evening;

import dev.marquee.testbed.stack.StackClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits until the stack has done what was to be done, but not for ever: a while for each step, and
 * hardly any more once it has waited in vain a few times. Not thread-safe.
 */
final class Patience {

  private static final Duration FOR_ALL = Duration.ofSeconds(60);
  private static final Duration FOR_ALL_APPS = Duration.ofMinutes(3);
  private static final Duration ONCE_DISAPPOINTED = Duration.ofSeconds(1);
  private static final int DISAPPOINTMENT_LIMIT = 3;
  private static final Duration WHILE_HARMED = Duration.ofSeconds(4);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final StackClock clock;
  private final EveningPhones phones;
  private final CardWatches watches;
  private final StackRest rest;
  private final EveningNarrator narrator;
  private final Set<CardId> givenUp = new HashSet<>();
  private int disappointments;

  Patience(
      StackClock clock,
      EveningPhones phones,
      CardWatches watches,
      StackRest rest,
      EveningNarrator narrator) {
    this.clock = clock;
    this.phones = phones;
    this.watches = watches;
    this.rest = rest;
    this.narrator = narrator;
  }

  /** Waits until every app has been heard by the registry. */
  void awaitApps() {
    if (!await(phones::areHeard, FOR_ALL_APPS)) {
      narrator.note("not every app could reach the registry");
    }
  }

  /**
   * Waits until every phone has what is due by {@code now} and the services have nothing left to
   * do. A card that was waited for in vain is not waited for again.
   */
  void awaitAll(Instant now) {
    Duration limit = disappointments < DISAPPOINTMENT_LIMIT ? FOR_ALL : ONCE_DISAPPOINTED;
    if (await(() -> late(now).isEmpty() && isAtRest(), limit)) {
      return;
    }
    disappointments++;
    List<CardWatch> late = late(now);
    late.forEach(watch -> givenUp.add(watch.card()));
    narrator.waitedInVain(now, late);
  }

  /** Waits for what a stack can do that has lost a dispatcher. */
  void awaitWhatIsPossible(Instant now) {
    var _ = await(() -> late(now).isEmpty(), WHILE_HARMED);
  }

  private List<CardWatch> late(Instant now) {
    return watches.late(now).stream().filter(watch -> !givenUp.contains(watch.card())).toList();
  }

  /** In the order in which work travels, and the beginning once more at the end. */
  private boolean isAtRest() {
    return phones.areHeard() && rest.isReached(clock.now()) && phones.areHeard();
  }

  private static boolean await(BooleanSupplier condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }
}
