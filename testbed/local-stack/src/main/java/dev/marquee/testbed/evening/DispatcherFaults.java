package dev.marquee.testbed.evening;

import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.Fault.DelayAnswer;
import dev.marquee.testbed.apns.FaultControl.InjectedFault;
import dev.marquee.testbed.apns.FaultRule;
import dev.marquee.testbed.evening.ScriptLine.Fault;
import dev.marquee.testbed.evening.ScriptLine.Harm;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Harms the dispatchers at the worst moment: when phones have pushes whose answers are on their
 * way.
 */
final class DispatcherFaults {

  /** How long a dispatcher holds what it claimed; also what to tell it. */
  static final Duration LEASE = Duration.ofSeconds(15);

  /** How long a dispatcher waits for an answer; also what to tell it. */
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(9);

  /** After this a dispatcher that goes on has given up every request from before. */
  static final Duration UNSURE_FOR = REQUEST_TIMEOUT.plusSeconds(3);

  /** Long enough to be harmed in, short enough to be an answer yet. */
  private static final Duration ANSWERS_TAKE = Duration.ofSeconds(2);

  private static final Duration MARGIN = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final ApnsSimulator apns;
  private final List<ServiceProcess> dispatchers;
  private long stoppedNanos;

  DispatcherFaults(LocalStack stack) {
    this.apns = stack.apns();
    this.dispatchers = stack.dispatchers();
  }

  /** From here on answers take a while. */
  InjectedFault slowAnswers() {
    return apns.faults().inject(FaultRule.always(new DelayAnswer(ANSWERS_TAKE)));
  }

  /** Kills or stops a dispatcher once pushes are on their way. */
  void harm(Fault fault, BooleanSupplier inFlight) {
    await(inFlight);
    ServiceProcess victim = process(fault.dispatcher());
    if (fault.fault() == Harm.KILLED_IN_FLIGHT) {
      victim.kill();
    } else {
      victim.pause();
      stoppedNanos = System.nanoTime();
    }
  }

  void restart(int dispatcher) {
    process(dispatcher).restart();
  }

  /** Lets it go on, not before the leases of all that it had claimed have run out. */
  void continuePastLease(int dispatcher) {
    long due = stoppedNanos + LEASE.plus(MARGIN).toNanos();
    await(() -> System.nanoTime() - due > 0);
    process(dispatcher).resume();
  }

  private ServiceProcess process(int dispatcher) {
    return dispatchers.get(dispatcher - 1);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
