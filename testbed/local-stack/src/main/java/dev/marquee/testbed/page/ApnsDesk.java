package dev.marquee.testbed.page;

import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultControl.InjectedFault;
import dev.marquee.testbed.apns.FaultRule;
import dev.marquee.testbed.apns.ReceivedPush;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** APNs as the page shows and steers it: its mood, and how many pushes it refused. Thread-safe. */
final class ApnsDesk {

  private final ApnsSimulator apns;
  private final AtomicLong refused = new AtomicLong();
  private ApnsMood mood = ApnsMood.WELL;
  private @Nullable InjectedFault fault;
  private volatile String lastRefusal = "";

  ApnsDesk(ApnsSimulator apns) {
    this.apns = apns;
    apns.log().addListener(this::count);
  }

  synchronized ApnsMood mood() {
    return mood;
  }

  /** Changes the mood, for pushes that come from now on. */
  synchronized void mood(ApnsMood mood) {
    if (fault != null) {
      fault.close();
    }
    Fault next = mood.fault();
    fault = next == null ? null : apns.faults().inject(FaultRule.always(next));
    this.mood = mood;
    if (mood == ApnsMood.DOWN) {
      apns.cutAll();
    }
  }

  /** How many pushes came in so far. */
  long requests() {
    return apns.log().total();
  }

  /** How many of them were not accepted. */
  long refused() {
    return refused.get();
  }

  /** What the newest refusal said; empty before the first. */
  String lastRefusal() {
    return lastRefusal;
  }

  /** Called on APNs' event loop. */
  private void count(ReceivedPush push) {
    if (!push.accepted()) {
      lastRefusal = push.answer().toString();
      refused.incrementAndGet();
    }
  }
}
