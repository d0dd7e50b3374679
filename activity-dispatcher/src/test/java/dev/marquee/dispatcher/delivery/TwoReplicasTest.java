package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.clock.BusinessClock;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.delivery.SharedApns.Received;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two replicas, each with all of its threads, over one database and many activities. */
@Timeout(180)
class TwoReplicasTest {
  private static final int ACTIVITIES = Integer.getInteger("marquee.replicas.activities", 10_000);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

  /** Of the activities, those that have something to do now; live cards are looked at later. */
  private static final String DUE =
      "activities where due_at <= '" + Snapshots.CARD_AT.plusSeconds(3_000) + "'";

  private static final String ALL_CLAIMS = "select sum(claims)::text from activities";
  private static ActivityDatabase database;
  private final SharedApns apns = new SharedApns(REQUEST_TIMEOUT);
  private final List<Replica> replicas = new ArrayList<>();

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  /** A replica, from its claims to its settles. */
  private record Replica(SharedApns.Client apns, TestDelivery delivery) {
    static Replica start(SharedApns.Client apns, BusinessClock clock, Duration lease) {
      TestDelivery delivery =
          new TestDelivery(
              database,
              apns,
              clock,
              Map.of(
                  "marquee.delivery.lease-duration",
                  lease.toString(),
                  "marquee.apns.request-timeout",
                  REQUEST_TIMEOUT.toString()));
      delivery.start();
      return new Replica(apns, delivery);
    }

    /** How many claims ended so, or in any way. */
    double claims(String... results) {
      return delivery.metrics().find("marquee.delivery.claims").counters().stream()
          .filter(counter ->
              results.length == 0 || List.of(results).contains(counter.getId().getTag("result")))
          .mapToDouble(Counter::count)
          .sum();
    }
  }

  @BeforeEach
  void fill() {
    database.empty();
    database.addActivities(ACTIVITIES, Snapshots.CARD_AT);
    database.change(
        "update devices set start_tokens = replace(start_tokens::text, '%s', 'aa' || lpad(id::text, 30, '0'))::json"
            .formatted(Snapshots.START_TOKEN.token().hex()));
  }

  private void startReplicas(Duration lease) {
    Instant begin = Snapshots.CARD_AT.plusSeconds(60);
    BusinessClock clock =
        BusinessClock.over(Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), begin)));
    replicas.add(Replica.start(apns.clientOf("one"), clock, lease));
    replicas.add(Replica.start(apns.clientOf("other"), clock, lease));
  }

  @AfterEach
  void shutDown() {
    replicas.forEach(replica -> replica.delivery.close());
    apns.close();
  }

  @Test
  void everyCardIsStartedOnceAndNoneTwice() {
    // When
    startReplicas(Duration.ofMinutes(5));
    awaitRest();

    // Then
    assertThat(apns.received())
        .hasSize(ACTIVITIES)
        .allSatisfy(
            (_, pushes) -> assertThat(pushes).extracting(Received::event).containsExactly("start"));
    assertThat(apns.twoHolders()).isEmpty();
    assertThat(apns.received().values())
        .as("the work is shared")
        .anyMatch(pushes -> pushes.getFirst().replica().equals("one"))
        .anyMatch(pushes -> pushes.getFirst().replica().equals("other"));
    assertThat(sum("accepted")).isEqualTo(ACTIVITIES);
    assertEveryClaimIsCounted();
  }

  @Test
  void aReplicaThatStallsBeyondItsLeasesLosesNothingAndOutdatesNothing() {
    // Given
    database.addInstances(Snapshots.CARD_AT);
    database.change("update instances set update_token = 'bb' || lpad(device_id::text, 30, '0')");
    startReplicas(LEASE);
    await().atMost(PATIENCE).until(() -> apns.received().size() > ACTIVITIES / 4);

    // When
    SharedApns.Client stalling = replicas.getFirst().apns;
    stalling.stall();
    await().atMost(PATIENCE).until(() -> stalling.stalledAnswers() > 0);
    changeGate("C");
    await().atMost(PATIENCE).until(() -> othersCarryOn() && database.count(DUE) == 0);
    stalling.wake();
    awaitRest();

    // Then
    assertThat(apns.received())
        .hasSize(ACTIVITIES)
        .allSatisfy((_, pushes) -> {
          assertThat(pushes).extracting(Received::timestamp).isSorted().doesNotHaveDuplicates();
          assertThat(pushes.getLast().gate()).isEqualTo("C");
        });
    assertThat(apns.twoHolders()).isEmpty();
    assertEveryClaimIsCounted();
  }

  private boolean othersCarryOn() {
    return replicas.getLast().claims("accepted") >= ACTIVITIES / 2.0;
  }

  private void awaitRest() {
    await().atMost(PATIENCE).until(() -> database.count(DUE + " or open_claim is not null") == 0);
  }

  /** A change of the whole show, carried to all of its activities. */
  private static void changeGate(String gate) {
    GateChanged event =
        new GateChanged(
            new EventContext("gate-" + gate, "/box-office", Snapshots.CARD_AT, null),
            new EventSubject.OfShow("s-1"),
            new Gate(gate, null));
    Instant now = Snapshots.CARD_AT;
    database.transactions().run(session -> FactWriter.writeBookings(session, List.of(event), now));
    boolean more = true;
    while (more) {
      more = database.transactions().run(session -> FactWriter.fanOut(session, now));
    }
  }

  private double sum(String... results) {
    return replicas.stream().mapToDouble(replica -> replica.claims(results)).sum();
  }

  /** claimed = accepted + rejected + unknown + waiting + nothing to do, as the database counts. */
  private void assertEveryClaimIsCounted() {
    double claimed =
        replicas.stream()
            .mapToDouble(
                replica -> replica.delivery.metrics().counter("marquee.delivery.claimed").count())
            .sum();
    assertThat(claimed)
        .isEqualTo(sum("accepted", "rejected", "unknown", "waiting", "nothing-to-do"))
        .isEqualTo(sum())
        .isEqualTo(Double.parseDouble(database.texts(ALL_CLAIMS).getFirst()));
  }
}
