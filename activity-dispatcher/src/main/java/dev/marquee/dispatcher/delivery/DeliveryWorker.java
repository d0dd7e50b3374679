package dev.marquee.dispatcher.delivery;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.apns.ApnsClient;
import dev.marquee.dispatcher.apns.ApnsConfig;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.ApnsPush;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Claims due activities, lets the core decide, sends concurrently and hands the answers to the
 * settle queue. Two virtual threads per process: one claims, one settles; answers arrive on event
 * loops.
 */
@ApplicationScoped
public class DeliveryWorker {
  private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);

  private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);
  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(10);

  private final DueStore store;
  private final SettleQueue settleQueue;
  private final ClaimPolicy claimPolicy;
  private final ApnsClient apns;
  private final BusinessClock clock;
  private final DeliveryConfig config;
  private final DeliveryCounters counters;
  private final RefusalMetrics refusals;
  private final DeliveryPolicy policy = new DeliveryPolicy(new Random());
  private final LaneLoads lanes;
  private final Duration writeWindow;
  private final Semaphore slots;
  private final Wakeup wakeup = new Wakeup();
  private final Thread claimer = Thread.ofVirtual().name("delivery-claim").unstarted(this::claim);
  private final Thread settler = Thread.ofVirtual().name("delivery-settle").unstarted(this::settle);
  private volatile boolean running = true;

  /** Whether the last claim had fewer slots than it could use: a free one is worth a wake. */
  private volatile boolean shortOfSlots;

  DeliveryWorker(
      DueStore store,
      SettleQueue settleQueue,
      ClaimPolicy claimPolicy,
      ApnsClient apns,
      ApnsConfig apnsConfig,
      BusinessClock clock,
      DeliveryConfig config,
      MeterRegistry metrics) {
    this.store = store;
    this.settleQueue = settleQueue;
    this.claimPolicy = claimPolicy;
    this.apns = apns;
    this.clock = clock;
    this.config = config;
    this.counters = new DeliveryCounters(metrics);
    this.refusals = new RefusalMetrics(metrics);
    this.lanes = new LaneLoads(config, new Random());
    this.slots = new Semaphore(config.inFlightLimit());
    this.writeWindow = config.leaseDuration().minus(apnsConfig.requestTimeout());
    if (!writeWindow.isPositive()) {
      throw new IllegalStateException(
          "marquee.delivery.lease-duration (%s) must exceed marquee.apns.request-timeout (%s)"
              .formatted(config.leaseDuration(), apnsConfig.requestTimeout()));
    }
  }

  void onStart(@Observes StartupEvent event) {
    settler.start();
    claimer.start();
  }

  /** Claims no more, and waits for the answers on their way; what is left is unknown, not lost. */
  void onShutdown(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    wakeup.wake();
    claimer.join(SHUTDOWN_PATIENCE);
    if (!slots.tryAcquire(
        config.inFlightLimit(), SHUTDOWN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("shutting down with answers on their way; the next replica treats them as unknown");
    }
    settler.interrupt();
  }

  /** Looks for due activities now. Any thread, after the commit that made them due. */
  public void wake() {
    wakeup.wake();
  }

  /** Ready to take over what a transaction that begins now will touch. Any thread. */
  public HandOver handOver() {
    return new HandOver(this, reserve(), System.nanoTime() + writeWindow.toNanos());
  }

  TakenOver touch(Session session, Touched touched, int limit, Instant now, long deadlineNanos) {
    return store.touch(
        session, touched, limit, now, deadlineNanos, lanes.full(), claimPolicy::decide);
  }

  /** Takes as many of the free send slots as a batch needs. */
  private int reserve() {
    while (true) {
      int free = Math.min(config.batchSize(), slots.availablePermits());
      if (slots.tryAcquire(free)) {
        return free;
      }
    }
  }

  /** Frees slots; whoever had too few of them looks again at once. Any thread. */
  void release(int reserved) {
    slots.release(reserved);
    if (reserved > 0 && shortOfSlots) {
      wakeup.wake();
    }
  }

  private void claim() {
    while (running) {
      try {
        shortOfSlots = true;
        int limit = reserve();
        shortOfSlots = limit < config.batchSize();
        if (limit == 0 || claimAtMost(limit) < limit) {
          wakeup.await(config.pollInterval());
        }
      } catch (RuntimeException e) {
        LOG.warnf("claims wait for the database: %s", e.getMessage());
        wakeup.await(OUTAGE_PAUSE);
      }
    }
  }

  private int claimAtMost(int reserved) {
    long deadlineNanos = System.nanoTime() + writeWindow.toNanos();
    int claimed = 0;
    try {
      List<Decided> decided =
          store.claim(reserved, clock.instant(), deadlineNanos, lanes.full(), claimPolicy::decide);
      claimed = decided.size();
      decided.forEach(this::carryOut);
    } finally {
      release(reserved - claimed);
    }
    return claimed;
  }

  /** Never throws: the lease of a claim that fails here brings it back, in doubt. */
  void carryOut(Decided decided) {
    try {
      counters.claimed();
      carry(decided);
    } catch (RuntimeException e) {
      counters.answered(new ApnsOutcome.Indeterminate(e.getClass().getSimpleName()));
      LOG.errorf(e, "a claim was not carried out, activityId=%d", decided.claim().activityId());
      release(1);
    }
  }

  private void carry(Decided decided) {
    Claim claim = decided.claim();
    if (decided.parked()) {
      counters.held();
      release(1);
      return;
    }
    switch (decided.step()) {
      case NextStep.Push push -> send(decided, push);
      case NextStep.WaitUntil _, NextStep.WaitForToken _, NextStep.Nothing _ -> {
        counters.decided(decided);
        Settlement settlement =
            decided.givenUp()
                ? DeliveryPolicy.givenUp(claim, decided.step().reason())
                : DeliveryPolicy.withoutPush(claim, decided.step());
        settleQueue.add(settlement.with(LaneBreaker.untold(claim.probe())));
      }
    }
  }

  private void send(Decided decided, NextStep.Push push) {
    long sentNanos = System.nanoTime();
    ApnsPush request;
    try {
      request = PushRequest.of(decided.claim(), push);
    } catch (IllegalArgumentException e) {
      counters.givenUp();
      settleQueue.add(
          DeliveryPolicy.givenUp(decided.claim(), String.valueOf(e.getMessage()))
              .with(LaneBreaker.untold(decided.claim().probe())));
      return;
    }
    LaneLoad lane = lanes.of(decided.claim().lane());
    CompletionStage<ApnsOutcome> answer = apns.send(request, decided.claim().deadlineNanos());
    // Not before: a client that throws has nothing on the way.
    lane.sent();
    answer
        .whenComplete((outcome, failure) -> {
          ApnsOutcome known =
              failure == null
                  ? outcome
                  : new ApnsOutcome.Indeterminate(failure.getClass().getSimpleName());
          Duration latency = Duration.ofNanos(System.nanoTime() - sentNanos);
          if (LOG.isDebugEnabled()) {
            LOG.debugf(
                "push %s of activityId=%d: %s after %d ms",
                request.apnsId(), decided.claim().activityId(), known, latency.toMillis());
          }
          counters.answered(known);
          refusals.answered(known, latency);
          lane.answered();
          Instant now = clock.instant();
          settleQueue.add(
              policy
                  .afterPush(decided, push, known, now, latency)
                  .with(lane.breaker().answered(known, decided.claim().probe(), now)));
        })
        .exceptionally(failure -> {
          LOG.errorf(
              failure, "an answer was not settled, activityId=%d", decided.claim().activityId());
          slots.release();
          return null;
        });
  }

  private void settle() {
    try {
      settleQueue.run((settled, due) -> {
        release(settled);
        if (due) {
          wakeup.wake();
        }
      });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
