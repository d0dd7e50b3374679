package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.stack.LocalStack;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/** Publishes events of a full house and watches for their pushes. For one thread. */
final class PipelineLoad {

  /** So many events are on their way at most; who publishes more has to wait. */
  private static final int WINDOW = 10_000;

  private final LoadedStack loaded;
  private final House house;

  PipelineLoad(LoadedStack loaded, House house) {
    this.loaded = loaded;
    this.house = house;
  }

  /** {@link #compared(String, IntPredicate)} with tokens that are all alive. */
  PipelineRound compared(String gate) {
    return compared(gate, Arrivals.NOBODY);
  }

  /**
   * A round to compare with others: as fast as it goes, one event for each holder, after a vacuum,
   * so that no round pays for what another has left.
   */
  PipelineRound compared(String gate, IntPredicate dead) {
    loaded.database().vacuum();
    return run(house.holders(), gate, 0, dead);
  }

  /**
   * Sends everybody of the first holders to another gate, with a checkpoint of the database in the
   * middle, and returns when every push is settled.
   *
   * @param perSecond the fixed rate; zero for as fast as the window allows
   * @param dead whose token APNs has to refuse
   * @throws VoidResultException if a card does not show its newest state, or showed another one, or
   *     if a dead token was not refused, or a live one was
   */
  PipelineRound run(int holders, String gate, int perSecond, IntPredicate dead) {
    LocalStack stack = loaded.stack();
    DispatcherDatabase database = loaded.database();
    Arrivals arrivals = loaded.watch(house, gate, holders, dead);
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
        Headway.await(arrivals, holder - WINDOW + 1);
      }
      if (holder == holders / 2) {
        checkpoint = CompletableFuture.runAsync(database::checkpoint);
      }
      published[holder] = System.nanoTime();
      var _ = loaded.upstream().publish(house.gateChange(holder, gate, time));
    }
    Headway.await(arrivals, holders);
    Headway.await(() -> -database.unsettled(house.app()), 0, "pushes are settled");
    long settled = System.nanoTime();
    checkpoint.join();
    ProcessorTimes after = ProcessorTimes.of(stack);
    loaded.stop(arrivals);
    if (arrivals.others() > 0) {
      throw new VoidResultException(
          "%,d pushes were not answered as they had to be, or showed an old state"
              .formatted(arrivals.others()));
    }
    long[] arrived = new long[holders];
    Arrays.setAll(arrived, arrivals::nanosOf);
    return new PipelineRound(
        holders / ((settled - begun) / 1e9),
        Phase.of(published, arrived),
        after.microsPerPush(before, holders),
        database.vacuums() - vacuums);
  }

  private static void parkUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
