package dev.marquee.dispatcher.delivery;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Plays one random history: events in any order and twice, tokens that rotate, answers that get
 * lost, pushes that arrive late, replicas whose clocks are behind, that die between any two steps
 * or wake after their leases, time that jumps. Then the faults end, everything comes to rest, and
 * the judge looks at the phones. Which steps are likely differs from history to history.
 */
final class ModelRun {
  /** The cards are due from the beginning, or soon, should the show move. */
  private static final Instant BEGIN = Snapshots.CARD_AT.plusSeconds(60);

  /** How long the longest back-off may hold something up once the faults are over. */
  static final Duration REST = Duration.ofHours(4);

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final int STEPS = 120;

  private final ModelWorld world;
  private final ModelUpstream upstream;
  private final List<ModelReplica> replicas;
  private final List<Step> mix = new ArrayList<>();
  private final List<TokenEvent> tokenTopic = new ArrayList<>();

  /** What can happen next, with how likely it is in an ordinary history. */
  private enum Step {
    PUBLISH(3),
    CONSUME_TOKENS(2),
    CLAIM(4),
    WORK_ON(3),
    ARRIVE(1),
    PHONE(1),
    WAIT(1),
    LEASES_RUN_OUT(1),
    FAN_OUT(1),
    CRASH(1);

    final int weight;

    Step(int weight) {
      this.weight = weight;
    }
  }

  ModelRun(ActivityDatabase database, long seed) {
    // Neighbouring seeds of a Random begin alike.
    Random random = new Random(new SplittableRandom(seed).nextLong());
    boolean crowded = random.nextInt(4) == 0;
    this.upstream = new ModelUpstream(random, crowded ? 3 : 1);
    this.world = new ModelWorld(database, random, config(random, crowded), BEGIN);
    this.replicas =
        List.of(
            new ModelReplica(world, "punctual", Duration.ZERO),
            new ModelReplica(world, "late", Duration.ofMillis(random.nextInt(3_000))),
            new ModelReplica(world, "later", Duration.ofSeconds(random.nextInt(45))));
    for (Step step : Step.values()) {
      int times = step.weight * (1 + random.nextInt(3));
      for (int i = 0; i < times; i++) {
        mix.add(step);
      }
    }
  }

  /** Three bookings are too many for the devices' budgets by hour, by day, or both. */
  private static DeliveryConfig config(Random random, boolean crowded) {
    int perHour = crowded ? 1 + random.nextInt(2) : 8;
    return new TestDeliveryConfig(LEASE, perHour, crowded ? perHour + random.nextInt(3) : 8);
  }

  /** What happened, for the message of a failure. */
  String tale() {
    return world.tale();
  }

  void play() {
    world.database.empty();
    world.phones.launch(world.now());
    if (world.random.nextInt(4) > 0) {
      goLive();
    }
    world.setFaulty(true);
    for (int step = 0; step < STEPS; step++) {
      world.pass(Duration.ofMillis(world.random.nextInt(1_500)));
      step(world.oneOf(mix));
    }
    comeToRest();
    world.judge.check(upstream.bookings());
  }

  /** Without faults, so that what follows finds a card; other histories find none yet. */
  private void goLive() {
    publish();
    consumeAllTokens();
    world.pass(Duration.ofMinutes(1));
    for (String _ : upstream.bookings()) {
      replicas.getFirst().claim(1 + world.random.nextInt(2));
    }
    consumeAllTokens();
  }

  private void step(Step step) {
    switch (step) {
      case PUBLISH -> publish();
      case CONSUME_TOKENS -> consumeTokens();
      case CLAIM -> world.oneOf(replicas).claim(1 + world.random.nextInt(4));
      case WORK_ON -> world.oneOf(replicas).workOn();
      case ARRIVE -> world.apns.deliverOne();
      case PHONE -> world.tell(world.phones.doSomething(world.random, world.now()));
      case WAIT -> world.pass(Duration.ofSeconds(world.random.nextInt(120)));
      case LEASES_RUN_OUT -> world.letLeasesRunOut();
      case FAN_OUT -> fanOut();
      case CRASH -> world.oneOf(replicas).crash();
    }
  }

  private void publish() {
    List<BookingEvent> batch = new ArrayList<>();
    for (int i = world.random.nextInt(3); i >= 0; i--) {
      boolean repeat = !world.said.all().isEmpty() && world.random.nextInt(6) == 0;
      BookingEvent event = repeat ? world.oneOf(world.said.all()) : upstream.next(world.now());
      world.said.add(event);
      batch.add(event);
    }
    world.tell("publish %s".formatted(batch));
    world
        .oneOf(replicas)
        .ingest((session, at) -> FactWriter.mergeBookings(session, batch, at), slots());
  }

  private void consumeTokens() {
    tokenTopic.addAll(world.phones.takePublished());
    List<TokenEvent> batch = new ArrayList<>();
    for (int i = world.random.nextInt(3); i >= 0 && !tokenTopic.isEmpty(); i--) {
      // Versions, not the order of arrival, tell what is newer.
      TokenEvent event = tokenTopic.remove(world.random.nextInt(tokenTopic.size()));
      batch.add(event);
      if (event instanceof ActivityChanged report) {
        world.wire.reported(report);
      }
    }
    world.tell("tokens %s".formatted(batch));
    world
        .oneOf(replicas)
        .ingest((session, at) -> FactWriter.mergeTokens(session, batch, at), slots());
  }

  private void consumeAllTokens() {
    tokenTopic.addAll(world.phones.takePublished());
    while (!tokenTopic.isEmpty()) {
      consumeTokens();
    }
  }

  private int slots() {
    return world.random.nextInt(3);
  }

  private boolean fanOut() {
    return world.database.transactions().run(session -> FactWriter.fanOut(session, world.now()));
  }

  private void comeToRest() {
    world.setFaulty(false);
    Instant until = world.now().plus(REST);
    while (true) {
      world.letLeasesRunOut();
      replicas.forEach(ModelReplica::finish);
      world.apns.deliverAll();
      tokenTopic.addAll(world.phones.takePublished());
      if (!tokenTopic.isEmpty()) {
        consumeTokens();
      } else if (!fanOut() && replicas.getFirst().claim(100) == 0) {
        Instant next = world.database.nextDueAt(world.now()).orElse(Instant.MAX);
        if (next.isAfter(until)) {
          return;
        }
        world.pass(Duration.between(world.now(), next));
      }
    }
  }
}
