package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.ApnsReason;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultControl.InjectedFault;
import dev.marquee.testbed.apns.FaultRule;
import dev.marquee.testbed.apns.PushFilter;
import java.time.Duration;

/**
 * A whole house of another app, all of whose cards have something to show while APNs makes trouble,
 * and show it when that is over. One trouble at a time; for one thread.
 */
final class TroubledLane {

  /** How slowly the slow host answers: half of what the dispatcher waits for an answer. */
  private static final Duration SLOW = Duration.ofSeconds(5);

  /** A lane whose key was refused rests for a minute and up to a tenth more. */
  private static final Duration REST = Duration.ofSeconds(70);

  /** A lane that opens again takes turns for so long. */
  private static final Duration TURNS = Duration.ofSeconds(41);

  private final LoadedStack loaded;
  private final House house;

  TroubledLane(LoadedStack loaded, House house) {
    this.loaded = loaded;
    this.house = house;
  }

  /** A trouble that lasts, and what was published in it. */
  record Trouble(InjectedFault fault, Arrivals arrivals) {}

  /** APNs refuses the lane's key; returns when the lane is closed and all its cards are due. */
  Trouble refuseKey(String gate) {
    Trouble trouble = begin(new Fault.AnswerWith(ApnsReason.INVALID_PROVIDER_TOKEN), gate);
    Headway.await(() -> loaded.database().isClosed(house.app()), "lanes are closed");
    Headway.await(this::due, house.holders(), "activities are due");
    return trouble;
  }

  /**
   * Makes sure that the lane still is as {@link #refuseKey} left it.
   *
   * @throws VoidResultException if anything got through
   */
  void requireHeld(Trouble trouble) {
    if (!loaded.database().isClosed(house.app())
        || due() < house.holders()
        || trouble.arrivals.count() > 0) {
      throw new VoidResultException(
          "The other lane was not held: %,d of %,d are due, %,d were sent"
              .formatted(due(), house.holders(), trouble.arrivals.count()));
    }
  }

  /** The key is good again: returns when every card shows what was held, and no earlier state. */
  void mendKey(Trouble trouble) {
    trouble.fault.close();
    loaded.stack().clock().advanceBy(REST);
    Headway.await(() -> !loaded.database().isClosed(house.app()), "lanes are open");
    loaded.stack().clock().advanceBy(TURNS);
    settle(trouble);
  }

  /**
   * APNs answers late; returns when the lane has taken in that its cards have something to show.
   */
  Trouble slowDown(String gate) {
    return begin(new Fault.DelayAnswer(SLOW), gate);
  }

  /**
   * Makes sure that the lane has been slow, but not closed.
   *
   * @throws VoidResultException if it was through with half of its work
   */
  void requireSlow() {
    if (loaded.database().isClosed(house.app()) || due() < house.holders() / 2) {
      throw new VoidResultException(
          "The other lane was not slow: %,d of %,d are due".formatted(due(), house.holders()));
    }
  }

  /**
   * APNs answers at once again: returns when every card shows its newest state.
   *
   * @throws VoidResultException if one showed another state, or was refused
   */
  void speedUp(Trouble trouble) {
    trouble.fault.close();
    settle(trouble);
    if (trouble.arrivals.others() > 0) {
      throw new VoidResultException(
          "%,d pushes to the slow host were refused".formatted(trouble.arrivals.others()));
    }
  }

  private Trouble begin(Fault fault, String gate) {
    Arrivals arrivals = loaded.watch(house, gate, house.holders(), Arrivals.NOBODY);
    InjectedFault injected =
        loaded
            .stack()
            .apns()
            .faults()
            .inject(FaultRule.always(fault).where(PushFilter.app(house.app())));
    loaded.publishGate(house, gate);
    return new Trouble(injected, arrivals);
  }

  private void settle(Trouble trouble) {
    Headway.await(trouble.arrivals, house.holders());
    Headway.await(() -> -loaded.database().unsettled(house.app()), 0, "pushes are settled");
    loaded.stop(trouble.arrivals);
  }

  private long due() {
    return loaded.database().due(house.app(), loaded.stack().clock().now());
  }
}
