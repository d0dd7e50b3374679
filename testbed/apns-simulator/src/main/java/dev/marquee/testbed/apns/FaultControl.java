package dev.marquee.testbed.apns;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one simulator. The oldest rule that matches a request decides. Safe for use by any
 * thread; a rule counts from the next request on.
 */
public final class FaultControl {
  private final List<InjectedFault> injected = new CopyOnWriteArrayList<>();

  FaultControl() {}

  public InjectedFault inject(FaultRule rule) {
    InjectedFault fault = new InjectedFault(rule);
    injected.add(fault);
    return fault;
  }

  /** Withdraws every fault. */
  public void clear() {
    injected.clear();
  }

  /** The fault that befalls this request, if any. */
  @Nullable Fault pick(PushRequest request) {
    for (InjectedFault fault : injected) {
      if (fault.befalls(request)) {
        return fault.rule.fault();
      }
    }
    return null;
  }

  /** A fault in force, until it has happened often enough or is withdrawn by {@link #close()}. */
  public final class InjectedFault implements AutoCloseable {
    private final FaultRule rule;
    private final SplittableRandom random;
    private final AtomicInteger hits = new AtomicInteger();

    private InjectedFault(FaultRule rule) {
      this.rule = rule;
      this.random = new SplittableRandom(rule.seed());
    }

    /** How many requests it has befallen so far. */
    public int hits() {
      return hits.get();
    }

    @Override
    public void close() {
      injected.remove(this);
    }

    private boolean befalls(PushRequest request) {
      if (!rule.where().test(request) || !drawn()) {
        return false;
      }
      return hits.getAndUpdate(count -> count < rule.times() ? count + 1 : count) < rule.times();
    }

    private boolean drawn() {
      if (rule.share() == 1) {
        return true;
      }
      synchronized (random) {
        return random.nextDouble() < rule.share();
      }
    }
  }
}
