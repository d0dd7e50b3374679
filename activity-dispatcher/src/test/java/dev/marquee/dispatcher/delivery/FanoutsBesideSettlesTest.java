package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.dispatcher.activity.ActivityPolicy;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.PlainEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two full houses change gate while their cards are claimed and settled, seats change and tokens
 * rotate: everything locks the same rows, in batches, from several replicas.
 */
@Timeout(300)
class FanoutsBesideSettlesTest {
  private static final int BOOKINGS_PER_SHOW = Integer.getInteger("marquee.fanout.bookings", 2_000);
  private static final String SEED_PROPERTY = "marquee.fanout.seed";
  private static final int INGEST_BATCH = 1_000;
  private static final int SMALL_BATCH = 50;
  private static final int GATE_CHANGES = 4;
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Nothing of a card that shows the newest state is due before its show begins. */
  private static final String LEFT_TO_DO =
      "(select from fanouts union all select from activities where open_claim is not null"
          + " or due_at < '%s') left_to_do".formatted(Snapshots.STARTS_AT.minusSeconds(3_600));

  private static final List<String> SHOWS = List.of("s-1", "s-2");
  private static final Instant BEGIN = Snapshots.CARD_AT.plusSeconds(60);

  private final Map<Long, String> shown = new ConcurrentHashMap<>();
  private final AtomicInteger eventIds = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();
  private final Clock clock =
      Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), BEGIN));
  private final Wakeup pause = new Wakeup();

  @Test
  void noDeadlockSurfacesAndEveryCardShowsTheLastGate() throws Exception {
    long seed = Long.getLong(SEED_PROPERTY, new Random().nextLong());
    try (ActivityDatabase database = ActivityDatabase.start();
        ExecutorService replicas = Executors.newFixedThreadPool(7)) {
      // Given
      fillHouses(database);
      assertThat(database.count("activities")).isEqualTo(2L * BOOKINGS_PER_SHOW);

      // When
      List<Callable<Integer>> work = new ArrayList<>();
      work.add(() -> changeGates(database));
      work.add(() -> changeSeats(database, new Random(seed)));
      work.add(() -> rotateTokens(database, new Random(seed + 1)));
      working.set(work.size());
      for (int replica = 0; replica < 2; replica++) {
        work.add(() -> fanOut(database));
        work.add(() -> claimAndSettle(database));
      }
      for (Future<Integer> done : replicas.invokeAll(work)) {
        done.get();
      }

      // Then
      assertThat(shown)
          .as("-D%s=%d", SEED_PROPERTY, seed)
          .hasSize(2 * BOOKINGS_PER_SHOW)
          .allSatisfy((_, gate) -> assertThat(gate).isEqualTo("gate " + (GATE_CHANGES - 1)));
      assertThat(database.count("fanouts")).isZero();
    }
  }

  private void fillHouses(ActivityDatabase database) {
    for (String show : SHOWS) {
      for (int from = 0; from < BOOKINGS_PER_SHOW; from += INGEST_BATCH) {
        List<BookingEvent> bookings = new ArrayList<>();
        List<TokenEvent> tokens = new ArrayList<>();
        for (int i = from; i < Math.min(BOOKINGS_PER_SHOW, from + INGEST_BATCH); i++) {
          String place = show + "-" + i;
          bookings.add(confirmed(show, place));
          tokens.add(device(place));
          tokens.add(card(place, 1));
        }
        write(database, bookings);
        report(database, tokens);
      }
    }
  }

  private int changeGates(ActivityDatabase database) {
    for (int change = 0; change < GATE_CHANGES; change++) {
      List<BookingEvent> events = new ArrayList<>();
      for (String show : SHOWS) {
        events.add(
            new GateChanged(
                context(change), new EventSubject.OfShow(show), new Gate("gate " + change, null)));
      }
      write(database, events);
    }
    return working.decrementAndGet();
  }

  private int changeSeats(ActivityDatabase database, Random random) {
    for (int batch = 0; batch < BOOKINGS_PER_SHOW / SMALL_BATCH; batch++) {
      List<BookingEvent> amended = new ArrayList<>();
      for (int i = 0; i < SMALL_BATCH; i++) {
        amended.add(new BookingAmended(context(batch), place(random), null, "Seat " + batch));
      }
      write(database, amended);
    }
    return working.decrementAndGet();
  }

  private int rotateTokens(ActivityDatabase database, Random random) {
    for (int batch = 0; batch < BOOKINGS_PER_SHOW / SMALL_BATCH; batch++) {
      List<TokenEvent> rotated = new ArrayList<>();
      for (int i = 0; i < SMALL_BATCH; i++) {
        rotated.add(card(place(random), 2 + batch));
      }
      report(database, rotated);
    }
    return working.decrementAndGet();
  }

  private static String place(Random random) {
    return SHOWS.get(random.nextInt(SHOWS.size())) + "-" + random.nextInt(BOOKINGS_PER_SHOW);
  }

  /** Carries what there is, and waits for more while something is being said. */
  private int fanOut(ActivityDatabase database) {
    int chunks = 0;
    while (true) {
      boolean last = working.get() == 0;
      if (database.transactions().run(session -> FactWriter.fanOut(session, clock.instant()))) {
        chunks++;
      } else if (last) {
        return chunks;
      } else {
        pause.await(PAUSE);
      }
    }
  }

  private int claimAndSettle(ActivityDatabase database) {
    TestDeliveryConfig config = new TestDeliveryConfig(Duration.ofMinutes(5), 8);
    DueStore due = new DueStore(database.transactions(), config);
    SettleStore settle = new SettleStore(database.transactions());
    DeliveryPolicy policy = new DeliveryPolicy(new Random(1));
    int claims = 0;
    while (true) {
      boolean last = working.get() == 0 && database.count(LEFT_TO_DO) == 0;
      Instant now = clock.instant();
      List<Decided> claimed = due.claim(500, now, 0, Set.of(), FanoutsBesideSettlesTest::decide);
      claims += claimed.size();
      if (!claimed.isEmpty()) {
        settle.settle(claimed.stream().map(one -> sent(policy, one)).toList(), now);
      } else if (last) {
        return claims;
      } else {
        pause.await(PAUSE);
      }
    }
  }

  private static Decided decide(Claim claim) {
    return Decided.of(
        claim, ActivityPolicy.next(claim.snapshot(), Snapshots.TICKET, claim.claimedAt()));
  }

  private Settlement sent(DeliveryPolicy policy, Decided decided) {
    if (!(decided.step() instanceof NextStep.Push push)) {
      return DeliveryPolicy.withoutPush(decided.claim(), decided.step());
    }
    shown.put(decided.claim().activityId(), push.state().json().path("gate").asText());
    return policy.afterPush(
        decided, push, new ApnsOutcome.Accepted(null), decided.claim().claimedAt(), Duration.ZERO);
  }

  private void write(ActivityDatabase database, List<BookingEvent> events) {
    database
        .transactions()
        .run(session -> FactWriter.writeBookings(session, events, clock.instant()));
  }

  private void report(ActivityDatabase database, List<TokenEvent> events) {
    database
        .transactions()
        .run(session -> FactWriter.writeTokens(session, events, clock.instant()));
  }

  private EventContext context(int second) {
    return new EventContext(
        "e-" + eventIds.incrementAndGet(),
        "/box-office",
        BEGIN.minusSeconds(900).plusSeconds(second),
        null);
  }

  private static String user(String place) {
    return "user of " + place;
  }

  private static BookingEvent confirmed(String show, String place) {
    Showtime showtime = new Showtime(Snapshots.STARTS_AT, Snapshots.ENDS_AT, null);
    return PlainEvents.confirmed(
        new EventContext(place, "/box-office", Snapshots.BOOKED_AT, null),
        place,
        user(place),
        PlainEvents.show(show, showtime, null),
        null);
  }

  private static TokenEvent device(String place) {
    return PlainEvents.device(BEGIN, "device of " + place, 1, user(place), null);
  }

  private static TokenEvent card(String place, int version) {
    PushToken token = new PushToken("%016x%016x".formatted(place.hashCode(), version));
    return PlainEvents.card(
        BEGIN,
        "device of " + place,
        "kit",
        place,
        version,
        1,
        InstanceState.ACTIVE,
        new RegisteredToken(token, BEGIN));
  }
}
