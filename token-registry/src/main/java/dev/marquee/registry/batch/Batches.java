package dev.marquee.registry.batch;

import static java.util.Objects.requireNonNull;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Does in one go what was asked for at the same time. While as many batches as may are under way,
 * what arrives waits, and goes with the next: nobody waits where little is asked for, and where
 * much is, a whole batch shares its round trips and its commit.
 *
 * <p>Items with a key in common are never in one batch, and begin in the order in which they came.
 * When a batch fails for a reason that may be one item's own, each of its items is done again
 * alone, so that only the one to blame fails.
 *
 * <p>May be used from any thread. Each batch runs on a Vert.x context of its own; who asked is
 * answered on the context it asked from.
 *
 * @param <T> what is asked for
 * @param <R> what is answered
 */
public final class Batches<T, R> {
  private final Vertx vertx;
  private final Limits limits;
  private final Function<T, Set<?>> keys;
  private final Function<List<T>, Uni<List<R>>> work;
  private final Predicate<Throwable> hitsAllAlike;

  private final Queue<Waiting<T, R>> queue = new ArrayDeque<>();
  private int running;

  /**
   * How much at a time.
   *
   * @param batches under way at a time
   * @param items in one batch
   */
  public record Limits(int batches, int items) {
    /** Rejects limits that would let nothing through. */
    public Limits {
      if (batches < 1 || items < 1) {
        throw new IllegalArgumentException(
            "At least one batch of one item: " + batches + ", " + items);
      }
    }
  }

  private record Waiting<T, R>(T item, UniEmitter<? super R> asker) {}

  /**
   * Prepares for work to come.
   *
   * @param keys what must not be twice in a batch
   * @param work answers each item, in their order; may be given an item again after it failed
   * @param hitsAllAlike whether a failure has nothing to do with the items, so that trying them one
   *     by one would only make it worse
   */
  public Batches(
      Vertx vertx,
      Limits limits,
      Function<T, Set<?>> keys,
      Function<List<T>, Uni<List<R>>> work,
      Predicate<Throwable> hitsAllAlike) {
    this.vertx = vertx;
    this.limits = limits;
    this.keys = keys;
    this.work = work;
    this.hitsAllAlike = hitsAllAlike;
  }

  /** Has an item done with one of the next batches. */
  public Uni<R> submit(T item) {
    Executor back = callersContext();
    return Uni.createFrom()
        .<R>emitter(asker -> {
          synchronized (queue) {
            queue.add(new Waiting<>(item, asker));
          }
          startNext();
        })
        .emitOn(back);
  }

  private static Executor callersContext() {
    @Nullable Context caller = Vertx.currentContext();
    return caller == null ? Runnable::run : answer -> caller.runOnContext(_ -> answer.run());
  }

  private void startNext() {
    List<Waiting<T, R>> batch = nextBatch();
    if (batch.isEmpty()) {
      return;
    }
    Context context =
        requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
    VertxContextSafetyToggle.setContextSafe(context, true);
    context.runOnContext(_ ->
        run(batch)
            .onTermination()
            .invoke(this::finished)
            .subscribe()
            .with(_ -> {}, failure -> batch.forEach(waiting -> waiting.asker.fail(failure))));
  }

  private void finished() {
    synchronized (queue) {
      running--;
    }
    startNext();
  }

  /** Takes what may go now out of the queue. Whoever must wait keeps those behind it waiting. */
  private List<Waiting<T, R>> nextBatch() {
    List<Waiting<T, R>> batch = new ArrayList<>();
    synchronized (queue) {
      if (queue.isEmpty() || running == limits.batches) {
        return batch;
      }
      Set<Object> taken = new HashSet<>();
      Iterator<Waiting<T, R>> waiting = queue.iterator();
      while (waiting.hasNext() && batch.size() < limits.items) {
        Waiting<T, R> next = waiting.next();
        Set<?> wanted = keys.apply(next.item);
        if (wanted.stream().noneMatch(taken::contains)) {
          waiting.remove();
          batch.add(next);
        }
        taken.addAll(wanted);
      }
      running++;
    }
    return batch;
  }

  private Uni<Void> run(List<Waiting<T, R>> batch) {
    Uni<Void> done =
        Uni.createFrom()
            .deferred(() -> work.apply(batch.stream().map(Waiting::item).toList()))
            .invoke(answers -> answer(batch, answers))
            .replaceWithVoid();
    return batch.size() == 1
        ? done
        : done.onFailure(failure -> !hitsAllAlike.test(failure))
            .recoverWithUni(() -> runOneByOne(batch));
  }

  private Uni<Void> runOneByOne(List<Waiting<T, R>> batch) {
    Uni<Void> done = Uni.createFrom().voidItem();
    for (Waiting<T, R> waiting : batch) {
      done =
          done.chain(() -> run(List.of(waiting)))
              .onFailure()
              .invoke(waiting.asker::fail)
              .onFailure()
              .recoverWithNull();
    }
    return done;
  }

  private static <T, R> void answer(List<Waiting<T, R>> batch, List<R> answers) {
    for (int item = 0; item < batch.size(); item++) {
      batch.get(item).asker.complete(answers.get(item));
    }
  }
}
