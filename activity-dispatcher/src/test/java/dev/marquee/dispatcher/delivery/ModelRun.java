package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.dispatcher.activity.ActivityPolicy;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.delivery.ModelPhones.Card;
import dev.marquee.dispatcher.delivery.SaidFacts.Desired;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One random history: events in any order and twice, tokens that rotate, answers that get lost,
 * replicas that die between any two steps or wake after their leases, time that jumps. Then the
 * faults end, everything comes to rest, and the phones must show what the upstream said.
 */
final class ModelRun {
  /** The cards are due from the beginning, or soon, should the show move. */
  private static final Instant BEGIN = Snapshots.CARD_AT.plusSeconds(60);

  /** How long the longest back-off may hold something up once the faults are over. */
  private static final Duration REST = Duration.ofHours(2);

  private static final int STEPS = 120;
  private static final Map<String, String> OWNERS = Map.of("phone-1", "u-1", "phone-2", "u-2");

  private final ActivityDatabase database;
  private final Random random;
  private final ModelUpstream upstream;
  private final SaidFacts said = new SaidFacts();
  private final ModelPhones phones = new ModelPhones(OWNERS);
  private final DueStore due;
  private final SettleStore settle;
  private final DeliveryPolicy policy;
  private final ObjectMapper json = new ObjectMapper();

  private final List<TokenEvent> tokenTopic = new ArrayList<>();
  private final List<InFlight> inFlight = new ArrayList<>();
  private final Map<Long, Long> lastTimestamp = new HashMap<>();
  private final Map<String, Integer> startsWritten = new HashMap<>();
  private final Map<String, Integer> startsUnanswered = new HashMap<>();
  private final StringBuilder trace = new StringBuilder();
  private Instant now = BEGIN;
  private boolean faulty = true;

  /**
   * A push on its way.
   *
   * @param outcome what its replica will hear
   * @param late reaches the phone with the answer
   */
  private record InFlight(
      Decided decided, NextStep.Push push, ApnsOutcome outcome, Runnable late) {}

  ModelRun(ActivityDatabase database, long seed) {
    this.database = database;
    this.random = new Random(seed);
    this.upstream = new ModelUpstream(random);
    TestDeliveryConfig config = new TestDeliveryConfig(Duration.ofMinutes(5), 8);
    this.due = new DueStore(database.transactions(), config);
    this.settle = new SettleStore(database.transactions());
    this.policy = new DeliveryPolicy(new Random(seed));
  }

  /** What happened, for the message of a failure. */
  String trace() {
    return trace.toString();
  }

  void play() {
    database.empty();
    phones.launch(now);
    if (random.nextInt(4) > 0) {
      goLive();
    }
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    comeToRest();
    check();
  }

  /** Without faults, so that what follows finds a card; other histories find none yet. */
  private void goLive() {
    faulty = false;
    publish();
    consumeAllTokens();
    now = now.plusSeconds(60);
    claim(10);
    consumeAllTokens();
    faulty = true;
  }

  private void consumeAllTokens() {
    tokenTopic.addAll(phones.takePublished());
    while (!tokenTopic.isEmpty()) {
      consumeTokens();
    }
  }

  private void step() {
    now = now.plusMillis(random.nextInt(1_500));
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> publish();
      case 3, 4 -> consumeTokens();
      case 5, 6, 7 -> claim(1 + random.nextInt(4));
      case 8 -> answer();
      case 9 -> phoneDoes();
      case 10 -> now = now.plusSeconds(random.nextInt(120));
      case 11 -> leasesRunOut();
      default -> fanOut();
    }
  }

  private void publish() {
    List<BookingEvent> batch = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      boolean repeat = !said.all().isEmpty() && random.nextInt(6) == 0;
      BookingEvent event =
          repeat ? said.all().get(random.nextInt(said.all().size())) : upstream.next(now);
      said.add(event);
      batch.add(event);
    }
    tell("publish %s".formatted(batch));
    ingest((session, at) -> FactWriter.writeBookings(session, batch, at));
  }

  private void consumeTokens() {
    tokenTopic.addAll(phones.takePublished());
    List<TokenEvent> batch = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0 && !tokenTopic.isEmpty(); i--) {
      // Versions, not the order of arrival, tell what is newer.
      batch.add(tokenTopic.remove(random.nextInt(tokenTopic.size())));
    }
    tell("tokens %s".formatted(batch));
    ingest((session, at) -> FactWriter.writeTokens(session, batch, at));
  }

  private void fanOut() {
    database.transactions().run(session -> FactWriter.fanOut(session, now));
  }

  /** Some batches hand over what they touched, as far as there are free slots. */
  private void ingest(BiFunction<Session, Instant, List<Long>> batch) {
    int slots = random.nextInt(3);
    List<Decided> handedOver =
        database
            .transactions()
            .run(session -> {
              List<Long> touched = batch.apply(session, now);
              return slots == 0 || touched.isEmpty()
                  ? List.<Decided>of()
                  : due.claimTouched(session, touched, slots, now, 0, Set.of(), this::decide);
            });
    handedOver.forEach(this::carryOut);
  }

  private int claim(int limit) {
    List<Decided> claimed = due.claim(limit, now, 0, Set.of(), this::decide);
    claimed.forEach(this::carryOut);
    return claimed.size();
  }

  private Decided decide(Claim claim) {
    return Decided.of(
        claim, ActivityPolicy.next(claim.snapshot(), Snapshots.TICKET, claim.claimedAt()));
  }

  private void carryOut(Decided decided) {
    if (happens(12)) {
      tell("dies before it acts on %s".formatted(decided.step()));
      countLost(decided);
      return;
    }
    if (decided.step() instanceof NextStep.Push push) {
      write(decided, push);
    } else if (!happens(20)) {
      settle(DeliveryPolicy.withoutPush(decided.claim(), decided.step()));
    }
  }

  private void write(Decided decided, NextStep.Push push) {
    Claim claim = decided.claim();
    long timestamp = claim.apsTimestamp();
    Long before = lastTimestamp.put(claim.activityId(), timestamp);
    if (before != null) {
      assertThat(timestamp)
          .as("aps.timestamp of activity %d", claim.activityId())
          .isGreaterThan(before);
    }
    JsonNode aps = aps(push, timestamp);
    ApnsOutcome outcome = outcome(push);
    boolean processed =
        outcome instanceof ApnsOutcome.Accepted
            || (outcome instanceof ApnsOutcome.Indeterminate && random.nextBoolean());
    boolean late = processed && happens(8);
    tell(
        "%s %d to %s of %s: %s%s"
            .formatted(
                push.getClass().getSimpleName(),
                timestamp,
                claim.snapshot().device().ref(),
                claim.snapshot().booking().ref(),
                outcome,
                processed ? "" : ", not processed"));
    if (push instanceof NextStep.Start && processed) {
      startsWritten.merge(place(claim), 1, Integer::sum);
    }
    Runnable delivery = processed ? delivery(claim, push, aps) : () -> {};
    if (!late) {
      delivery.run();
    }
    InFlight flight = new InFlight(decided, push, outcome, late ? delivery : () -> {});
    if (happens(3)) {
      inFlight.add(flight);
    } else {
      answered(flight);
    }
  }

  private ApnsOutcome outcome(NextStep.Push push) {
    var dead = phones.deadSince(push.token().token().hex());
    if (dead.isPresent()) {
      return new ApnsOutcome.TokenRejected(RejectionReason.Known.UNREGISTERED, dead.get());
    }
    if (!faulty) {
      return new ApnsOutcome.Accepted(null);
    }
    return switch (random.nextInt(14)) {
      case 0, 1 -> new ApnsOutcome.Indeterminate("reset");
      case 2 -> new ApnsOutcome.Unavailable(RejectionReason.Known.SERVICE_UNAVAILABLE, null);
      case 3 -> new ApnsOutcome.NotSent("no connection");
      case 4 -> new ApnsOutcome.Throttled(RejectionReason.Known.TOO_MANY_REQUESTS, null);
      default -> new ApnsOutcome.Accepted(null);
    };
  }

  private void answer() {
    if (!inFlight.isEmpty()) {
      answered(inFlight.remove(random.nextInt(inFlight.size())));
    }
  }

  private void answered(InFlight flight) {
    flight.late().run();
    if (happens(8)) {
      tell("dies before it settles %s".formatted(flight.push().getClass().getSimpleName()));
      countLost(flight.decided());
      return;
    }
    if (flight.outcome() instanceof ApnsOutcome.Indeterminate) {
      countLost(flight.decided());
    }
    Settlement settlement =
        policy.afterPush(flight.decided(), flight.push(), flight.outcome(), now, Duration.ZERO);
    settle(settlement);
    if (settlement.rejection() != null) {
      phones.answer(settlement.rejection(), now);
    }
  }

  private void countLost(Decided decided) {
    if (decided.step() instanceof NextStep.Start) {
      startsUnanswered.merge(place(decided.claim()), 1, Integer::sum);
    }
  }

  /** Bound to the card that has the token now, should it rotate before the push arrives. */
  private Runnable delivery(Claim claim, NextStep.Push push, JsonNode aps) {
    return switch (push) {
      case NextStep.Start _ -> () -> phones.start(claim.snapshot().device().ref(), aps, now);
      case NextStep.Update _, NextStep.End _ -> {
        Card card = phones.cardOf(push.token().token().hex()).orElse(null);
        yield card == null ? () -> {} : () -> ModelPhones.change(card, aps);
      }
    };
  }

  private void settle(Settlement settlement) {
    settle.settle(List.of(settlement), now);
  }

  private void phoneDoes() {
    List<Card> running = phones.running();
    if (!running.isEmpty()) {
      Card card = running.get(random.nextInt(running.size()));
      if (random.nextInt(30) == 0) {
        tell("swipes %s".formatted(card));
        phones.swipe(card, now);
      } else {
        tell("rotates the token of %s".formatted(card));
        phones.rotateToken(card, now);
      }
    }
  }

  /** Holders that are not heard of again, or that will settle when another holds the row. */
  private void leasesRunOut() {
    tell("the leases run out");
    database.change("update activities set lease_until = null");
  }

  private void comeToRest() {
    faulty = false;
    tell("the faults end");
    Instant until = now.plus(REST);
    while (true) {
      leasesRunOut();
      while (!inFlight.isEmpty()) {
        answer();
      }
      tokenTopic.addAll(phones.takePublished());
      if (!tokenTopic.isEmpty()) {
        consumeTokens();
      } else if (!database.transactions().run(session -> FactWriter.fanOut(session, now))
          && claim(100) == 0) {
        Instant next = database.nextDueAt(now).orElse(Instant.MAX);
        if (next.isAfter(until)) {
          return;
        }
        now = next;
      }
    }
  }

  private void check() {
    for (String bookingId : ModelUpstream.BOOKINGS) {
      Desired desired = said.desired(bookingId).orElse(null);
      for (Map.Entry<String, String> device : OWNERS.entrySet()) {
        check(bookingId, device.getKey(), device.getValue(), desired);
      }
    }
  }

  private void check(String bookingId, String deviceId, String userId, @Nullable Desired desired) {
    String place = bookingId + " on " + deviceId;
    List<Card> cards =
        phones.cards().stream()
            .filter(card -> card.bookingId.equals(bookingId) && card.deviceId.equals(deviceId))
            .toList();
    List<Card> running = cards.stream().filter(card -> card.running).toList();
    int unanswered = startsUnanswered.getOrDefault(place, 0);
    int ended = (int) cards.stream().filter(card -> !card.running && !card.swiped).count();
    assertThat(startsWritten.getOrDefault(place, 0))
        .as("starts of %s that reached a phone", place)
        .isLessThanOrEqualTo(1 + Math.min(1, unanswered) + ended);
    if (givenUp(bookingId, deviceId)) {
      return;
    }
    boolean mayRun = desired != null && !desired.over() && desired.owner().equals(userId);
    if (!mayRun) {
      if (unanswered == 0) {
        assertThat(running).as("cards of %s", place).isEmpty();
      }
      return;
    }
    if (cards.isEmpty() && unanswered < 2) {
      fail("no card of %s was ever started", place);
    }
    if (!running.isEmpty()) {
      Desired wanted = Objects.requireNonNull(desired);
      assertThat(running)
          .as("%s shall show %s", place, wanted)
          .anyMatch(card -> shows(card.content, wanted));
    }
  }

  private static boolean shows(JsonNode content, Desired desired) {
    return Objects.equals(content.path("gate").textValue(), desired.gate())
        && Objects.equals(content.path("seat").textValue(), desired.seat())
        && Objects.equals(content.path("message").textValue(), desired.message())
        && content.path("startsAt").asLong() == desired.showtime().startsAt().getEpochSecond();
  }

  private boolean givenUp(String bookingId, String deviceId) {
    return database
        .transactions()
        .run(session ->
            session
                    .query(
                        """
                        select from dead_letters l join activities a on a.id = l.activity_id
                        join bookings b on b.id = a.booking_id join devices d on d.id = a.device_id
                        where b.ref = $1 and d.ref = $2
                        """,
                        bookingId,
                        deviceId)
                    .size()
                > 0);
  }

  private JsonNode aps(NextStep.Push push, long timestamp) {
    try {
      return json.readTree(PushPayload.of(push, timestamp)).path("aps");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String place(Claim claim) {
    return claim.snapshot().booking().ref() + " on " + claim.snapshot().device().ref();
  }

  /** With a chance of one in so many, while there are faults. */
  private boolean happens(int oneIn) {
    return faulty && random.nextInt(oneIn) == 0;
  }

  private void tell(String what) {
    trace.append(now.atOffset(UTC).toLocalTime()).append("  ").append(what).append('\n');
  }
}
