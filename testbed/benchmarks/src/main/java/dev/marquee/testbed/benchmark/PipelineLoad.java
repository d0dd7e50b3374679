package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Publishes events of a full house and watches for their pushes. For one thread. */
final class PipelineLoad {

  /** So many events are on their way at most; who publishes more has to wait. */
  private static final int WINDOW = 10_000;

  /** A figure is void if nothing arrives for so long although something is missing. */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final LocalStack stack;
  private final Upstream upstream;
  private final House house;
  private final DispatcherDatabase database;

  PipelineLoad(LocalStack stack, Upstream upstream, House house, DispatcherDatabase database) {
    this.stack = stack;
    this.upstream = upstream;
    this.house = house;
    this.database = database;
  }

  /**
   * Sends everybody of the first holders to another gate, with a checkpoint of the database in the
   * middle, and returns when every push is settled.
   *
   * @param perSecond the fixed rate; zero for as fast as the window allows
   * @throws VoidResultException if a card does not show its newest state, or showed another one
   */
  PipelineRound run(int holders, String gate, int perSecond) {
    Arrivals arrivals = new Arrivals(gate, holders);
    stack.apns().log().addListener(arrivals);
    long[] published = new long[holders];
    long vacuums = database.vacuums();
    ProcessorTimes before = ProcessorTimes.of(stack);
    Instant time = stack.clock().now();
    CompletableFuture<Void> checkpoint = CompletableFuture.completedFuture(null);
    long begun = System.nanoTime();
    for (int holder = 0; holder < holders; holder++) {
      if (perSecond > 0) {
        parkUntil(begun + holder * TimeUnit.SECONDS.toNanos(1) / perSecond);
      } else {
        awaitRoom(holder, arrivals);
      }
      if (holder == holders / 2) {
        checkpoint = CompletableFuture.runAsync(database::checkpoint);
      }
      published[holder] = System.nanoTime();
      var _ = upstream.publish(house.gateChange(holder, gate, time));
    }
    await(holders, arrivals);
    awaitSettled();
    long settled = System.nanoTime();
    checkpoint.join();
    ProcessorTimes after = ProcessorTimes.of(stack);
    stack.apns().log().removeListener(arrivals);
    if (arrivals.others() > 0) {
      throw new VoidResultException(
          "%,d pushes were refused or showed an old state".formatted(arrivals.others()));
    }
    long[] arrived = new long[holders];
    Arrays.setAll(arrived, arrivals::nanosOf);
    return new PipelineRound(
        holders / ((settled - begun) / 1e9),
        Phase.of(published, arrived),
        after.microsPerPush(before, holders),
        database.vacuums() - vacuums);
  }

  private static void awaitRoom(int published, Arrivals arrivals) {
    long lastProgress = System.nanoTime();
    int seen = arrivals.count();
    while (published - arrivals.count() >= WINDOW) {
      if (arrivals.count() > seen) {
        seen = arrivals.count();
        lastProgress = System.nanoTime();
      }
      requireProgress(lastProgress, seen, published);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Returns when so many cards show the gate. */
  static void await(int holders, Arrivals arrivals) {
    int seen = 0;
    long lastProgress = System.nanoTime();
    while (arrivals.count() < holders) {
      if (arrivals.count() > seen) {
        seen = arrivals.count();
        lastProgress = System.nanoTime();
      }
      requireProgress(lastProgress, seen, holders);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void awaitSettled() {
    long begun = System.nanoTime();
    while (database.unsettled() > 0) {
      requireProgress(begun, 0, 0);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void requireProgress(long lastProgress, int seen, int awaited) {
    if (System.nanoTime() - lastProgress > IDLE_LIMIT.toNanos()) {
      throw new VoidResultException(
          "Only %,d of %,d activities got their newest state".formatted(seen, awaited));
    }
  }

  private static void parkUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
