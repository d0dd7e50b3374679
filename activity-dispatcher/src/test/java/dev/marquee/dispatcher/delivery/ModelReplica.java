package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.activity.ActivityPolicy;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One of several processes that share the database, with a clock that may be behind. It claims,
 * sends and settles by the real stores and policies, and may stall or die between any two of these.
 */
final class ModelReplica {
  private final ModelWorld world;
  private final String name;
  private final Duration behind;
  private final DueStore due;
  private final LostHandOvers handOvers;
  private final SettleStore settle;
  private final ClaimPolicy claimPolicy;
  private final DeliveryPolicy deliveryPolicy;
  private final List<Work> underway = new ArrayList<>();

  /**
   * A claim that a replica has in hand.
   *
   * @param leases the generation of leases that it was claimed in
   * @param outcome what APNs answered; null while the step was not carried out
   */
  record Work(Decided decided, int leases, @Nullable ApnsOutcome outcome) {
    NextStep step() {
      return decided.step();
    }

    Claim claim() {
      return decided.claim();
    }
  }

  /**
   * @param behind how far its clock is behind the true time
   */
  ModelReplica(ModelWorld world, String name, Duration behind) {
    this.world = world;
    this.name = name;
    this.behind = behind;
    this.due = new DueStore(world.database.transactions(), world.config);
    this.handOvers = new LostHandOvers(world.database.transactions());
    this.settle = new SettleStore(world.database.transactions());
    StartGate gate = new StartGate();
    gate.open();
    this.claimPolicy =
        new ClaimPolicy(
            (snapshot, at) -> ActivityPolicy.next(snapshot, Snapshots.TICKET, at),
            gate,
            world.config);
    this.deliveryPolicy = new DeliveryPolicy(new Random(world.random.nextLong()));
  }

  private Instant clock() {
    return world.now().minus(behind);
  }

  /** Writes a batch of facts and takes over what it touched, as far as there are free slots. */
  void ingest(BiFunction<Session, Instant, Touched> batch, int slots) {
    Instant at = clock();
    begin(
        world
            .database
            .transactions()
            .run(session ->
                due.touch(
                    session, batch.apply(session, at), slots, at, 0, Set.of(), claimPolicy::decide))
            .claimed());
  }

  /** Claims what is due or was lost, and answers how much that was. */
  int claim(int limit) {
    handOvers.recover(clock());
    world.judge.checkClaims(world.now());
    List<Decided> claimed = due.claim(limit, clock(), 0, Set.of(), claimPolicy::decide);
    begin(claimed);
    return claimed.size();
  }

  private void begin(List<Decided> claimed) {
    for (Decided decided : claimed) {
      world.wire.claimed(decided);
      Work work = new Work(decided, world.wire.leases(), null);
      if (world.happens(6)) {
        world.tell("%s stalls before it acts on %s".formatted(name, decided.step()));
        underway.add(work);
      } else {
        carryOut(work);
      }
    }
  }

  /** Goes on with something in hand: with its push, or with its settle. */
  void workOn() {
    if (!underway.isEmpty()) {
      Work work = underway.remove(world.random.nextInt(underway.size()));
      boolean carriedOut = work.outcome() != null;
      if (carriedOut) {
        settle(work);
      } else {
        carryOut(work);
      }
    }
  }

  void finish() {
    while (!underway.isEmpty()) {
      workOn();
    }
  }

  /** Everything that the process had in hand is gone. */
  void crash() {
    world.tell("%s dies".formatted(name));
    underway.forEach(world.judge::lost);
    underway.clear();
  }

  private void carryOut(Work work) {
    if (!(work.step() instanceof NextStep.Push push)) {
      settle(work);
      return;
    }
    Work answered = new Work(work.decided(), work.leases(), write(work, push));
    if (world.happens(3)) {
      underway.add(answered);
    } else {
      settle(answered);
    }
  }

  /** Nothing is written after the lease; who wakes later knows it by a clock of its own. */
  private ApnsOutcome write(Work work, NextStep.Push push) {
    if (isStale(work)) {
      return new ApnsOutcome.NotSent("the deadline has passed");
    }
    ApnsOutcome outcome = world.apns.send(work.claim(), push, name);
    world.wire.written(work.claim(), push, outcome);
    return outcome;
  }

  private void settle(Work work) {
    if (work.outcome() instanceof ApnsOutcome.Indeterminate || isStale(work)) {
      world.judge.lost(work);
    }
    Settlement settlement = settlement(work);
    settle.settle(List.of(settlement), clock());
    world.tell("%s settles %s".formatted(name, WireOracle.push(work.claim())));
    world.wire.settled(work, settlement);
    world.judge.checkRows(world.now());
    if (settlement.rejection() != null) {
      world.phones.answer(settlement.rejection(), world.now());
    }
  }

  private Settlement settlement(Work work) {
    Decided decided = work.decided();
    ApnsOutcome outcome = work.outcome();
    if (decided.step() instanceof NextStep.Push push && outcome != null) {
      return deliveryPolicy.afterPush(decided, push, outcome, clock(), Duration.ZERO);
    }
    return decided.givenUp()
        ? DeliveryPolicy.givenUp(decided.claim(), decided.step().reason())
        : DeliveryPolicy.withoutPush(decided.claim(), decided.step());
  }

  private boolean isStale(Work work) {
    return work.leases() < world.wire.leases();
  }
}
