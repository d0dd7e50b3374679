package dev.marquee.testbed.apns;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one simulator. The oldest rule that matches a request decides. Safe for use by any
 * thread; a rule counts from the next request on.
 */
public final class FaultControl {
  private final List<InjectedFault> injected = new CopyOnWriteArrayList<>();
  private final AtomicLong lastId = new AtomicLong();

  FaultControl() {}

  public InjectedFault inject(FaultRule rule) {
    InjectedFault fault = new InjectedFault(lastId.incrementAndGet(), rule);
    injected.add(fault);
    return fault;
  }

  /** The faults in force, the oldest first, with those that have happened often enough. */
  public List<InjectedFault> injected() {
    return List.copyOf(injected);
  }

  /** Withdraws every fault. */
  public void clear() {
    injected.clear();
  }

  /** The fault that befalls this request, if any. */
  @Nullable Fault pick(PushRequest request) {
    for (InjectedFault fault : injected) {
      Fault befalling = fault.befalling(request);
      if (befalling != null) {
        return befalling;
      }
    }
    return null;
  }

  /** A fault in force, until it has happened often enough or is withdrawn by {@link #close()}. */
  public final class InjectedFault implements AutoCloseable {
    private final long id;
    private final FaultRule rule;
    private final SplittableRandom random;
    private int hits;

    private InjectedFault(long id, FaultRule rule) {
      this.id = id;
      this.rule = rule;
      this.random = new SplittableRandom(rule.seed());
    }

    /** Counts the faults of one simulator from 1. */
    public long id() {
      return id;
    }

    public FaultRule rule() {
      return rule;
    }

    /** How many requests it has befallen so far. */
    public synchronized int hits() {
      return hits;
    }

    @Override
    public void close() {
      injected.remove(this);
    }

    private @Nullable Fault befalling(PushRequest request) {
      return rule.during().contains(request.receivedAt()) && rule.where().test(request)
          ? drawn()
          : null;
    }

    private synchronized @Nullable Fault drawn() {
      boolean chosen = rule.share() == 1 || random.nextDouble() < rule.share();
      if (!chosen || hits >= rule.times()) {
        return null;
      }
      hits++;
      return rule.fault().drawn(random);
    }
  }
}
