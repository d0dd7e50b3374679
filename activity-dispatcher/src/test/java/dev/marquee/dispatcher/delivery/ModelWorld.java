package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What all who take part in a random history share: chance, the true time, the database, the
 * phones, APNs, who watches, and the tale of it. Not thread-safe.
 */
final class ModelWorld {
  /** The user of each device. */
  static final Map<String, String> OWNERS = Map.of("phone-1", "u-1", "phone-2", "u-2");

  final ActivityDatabase database;
  final Random random;
  final DeliveryConfig config;
  final SaidFacts said = new SaidFacts();
  final ModelPhones phones = new ModelPhones(OWNERS);
  final ModelApns apns;
  final WireOracle wire;
  final ModelJudge judge;

  private final StringBuilder tale = new StringBuilder();
  private Instant now;
  private boolean faulty;

  ModelWorld(ActivityDatabase database, Random random, DeliveryConfig config, Instant begin) {
    this.database = database;
    this.random = random;
    this.config = config;
    this.apns = new ModelApns(this);
    this.wire = new WireOracle(said, config);
    this.judge = new ModelJudge(database, said, phones, wire);
    this.now = begin;
  }

  /** The true time. */
  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** From now on things go wrong, or no more. */
  void setFaulty(boolean faulty) {
    this.faulty = faulty;
    tell(faulty ? "the faults begin" : "the faults end");
  }

  boolean isFaulty() {
    return faulty;
  }

  /** With a chance of one in so many, while there are faults. */
  boolean happens(int oneIn) {
    return faulty && random.nextInt(oneIn) == 0;
  }

  <T> T oneOf(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  /** Holders that are not heard of again lose their rows, and so do those that are only slow. */
  void letLeasesRunOut() {
    tell("the leases run out");
    wire.leasesRunOut();
    database.change("update activities set lease_until = null where lease_until is not null");
    database.change("update hand_overs set lease_until = '-infinity'");
  }

  void tell(String what) {
    tale.append(now.atOffset(UTC).toLocalTime()).append("  ").append(what).append('\n');
  }

  /** What happened, for the message of a failure. */
  String tale() {
    return tale.toString();
  }
}
