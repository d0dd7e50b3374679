package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators hold back, and how it goes out again, on a real PostgreSQL. */
@Timeout(60)
class PauseTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final TestDeliveryConfig CONFIG = new TestDeliveryConfig(Duration.ofMinutes(5), 8);
  private static ActivityDatabase database;

  private final BusinessClock clock = BusinessClock.system();
  private Replica replica;
  private Replica other;
  private PauseRelease release;

  /** What each replica remembers by itself. */
  private record Replica(DueStore due, PauseStore pauses) {
    static Replica start(BusinessClock clock) {
      Parking parking = new Parking();
      return new Replica(
          new DueStore(database.transactions(), CONFIG, parking),
          new PauseStore(database.transactions(), parking, clock));
    }
  }

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void startReplicas() {
    database.empty();
    clock.setOffset(Duration.between(clock.instant(), NOW));
    replica = Replica.start(clock);
    other = Replica.start(clock);
    release = new PauseRelease(database.transactions(), clock, CONFIG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "everything",
        "app:com.example.tickets",
        "type:TicketAttributes",
        "show:s-1",
        "booking:b-1"
      })
  void whatIsPausedIsNotSentByAnyReplicaAndIsCounted(String scope) {
    // Given
    database.addActivities(1, NOW.minusSeconds(1));
    replica.pauses().put(PauseScope.parse(scope), "wrong gate", null, "ada");

    // When
    List<Decided> claimed = claim(other, NOW);

    // Then
    assertThat(claimed).noneMatch(decided -> decided.step() instanceof NextStep.Push);
    assertThat(claim(replica, NOW)).isEmpty();
    assertThat(replica.pauses().list())
        .singleElement()
        .satisfies(pause -> {
          assertThat(pause.scope()).isEqualTo(scope);
          assertThat(pause.by()).isEqualTo("ada");
          assertThat(pause.reason()).isEqualTo("wrong gate");
          assertThat(pause.held()).isEqualTo(1);
        });
  }

  @Test
  void whatIsNotPausedGoesOn() {
    // Given
    database.addActivities(2, NOW);
    replica.pauses().put(PauseScope.parse("booking:b-1"), "a complaint", null, "ada");

    // When
    List<Decided> claimed = claim(replica, NOW);

    // Then
    assertThat(claimed.stream().filter(decided -> !decided.parked()))
        .singleElement()
        .matches(decided -> decided.claim().snapshot().booking().ref().equals("b-2"));
  }

  @Test
  void heldWorkIsLookedAtOnceAndNeverAgain() {
    // Given
    database.addActivities(500, NOW);
    database.change("analyze activities");
    replica.pauses().put(PauseScope.parse("show:s-1"), "wrong gate", null, "ada");
    claim(replica, NOW);

    // When
    long pages =
        database.pagesOf(
            ClaimSql.CLAIM,
            NOW.atOffset(ZoneOffset.UTC),
            500,
            30.0,
            NOW.getEpochSecond(),
            new String[0]);

    // Then
    assertThat(pages).isLessThan(50);
  }

  @Test
  void aFactThatArrivesMeanwhileIsHeldToo() {
    // Given
    database.addActivities(1, NOW);
    replica.pauses().put(PauseScope.parse("show:s-1"), "wrong gate", null, "ada");
    claim(replica, NOW);

    // When
    database.touchAll(NOW.plusSeconds(1));
    List<Decided> claimed = claim(replica, NOW.plusSeconds(1));

    // Then
    assertThat(claimed).singleElement().matches(Decided::parked);
    assertThat(replica.pauses().list().getFirst().held()).isEqualTo(1);
  }

  @Test
  void whatWasHeldGoesOutSmoothlyWithItsNewestState() {
    // Given
    database.addActivities(250, NOW);
    replica.pauses().put(PauseScope.parse("show:s-1"), "wrong gate", null, "ada");
    claim(replica, NOW);
    replica.pauses().lift(PauseScope.parse("show:s-1"), "grace");

    // When
    while (release.releaseChunk()) {
      // The next one.
    }

    // Then
    Instant lifted = clock.instant();
    assertThat(claim(replica, lifted).size()).isBetween(1, 60);
    assertThat(claim(replica, lifted.plusSeconds(1)).size()).isBetween(90, 160);
    assertThat(claim(replica, lifted.plusSeconds(3)))
        .isNotEmpty()
        .allMatch(decided -> decided.step() instanceof NextStep.Start);
    assertThat(database.texts("select lifted_by || ' ' || released from pauses"))
        .containsExactly("grace true");
  }

  @Test
  void aLaneThatWasPausedTakesUpSpeed() {
    // Given
    database.addActivities(250, NOW);
    replica.pauses().put(PauseScope.parse("everything"), "a drill", null, "ada");

    // When
    replica.pauses().lift(PauseScope.parse("everything"), "ada");

    // Then
    assertThat(claim(other, clock.instant())).hasSizeLessThan(30);
  }

  @Test
  void aReplicaThatHasNotHeardOfTheLiftLeavesNothingBehind() {
    // Given
    database.addActivities(1, NOW);
    replica.pauses().put(PauseScope.parse("show:s-1"), "wrong gate", null, "ada");
    other.pauses().follow();
    replica.pauses().lift(PauseScope.parse("show:s-1"), "ada");

    // When
    List<Decided> claimed = claim(other, NOW);

    // Then
    assertThat(claimed).singleElement().matches(decided -> !decided.parked());
  }

  @Test
  void aPauseWithAnEndLiftsItself() {
    // Given
    database.addActivities(1, NOW);
    replica
        .pauses()
        .put(PauseScope.parse("show:s-1"), "until noon", clock.instant().plusSeconds(60), "ada");
    claim(replica, NOW);
    clock.setOffset(clock.offset().plusSeconds(61));

    // When
    other.pauses().follow();
    release.releaseChunk();

    // Then
    assertThat(replica.pauses().list()).isEmpty();
    assertThat(claim(other, clock.instant())).hasSize(1);
    assertThat(database.texts("select lifted_by from pauses")).containsExactly("its end");
  }

  @Test
  void pausingAgainChangesWhyAndUntilWhen() {
    // Given
    PauseScope scope = PauseScope.parse("show:s-1");
    replica.pauses().put(scope, "wrong gate", null, "ada");

    // When
    replica.pauses().put(scope, "still wrong", clock.instant().plusSeconds(600), "grace");

    // Then
    assertThat(replica.pauses().list())
        .singleElement()
        .matches(pause -> pause.reason().equals("still wrong") && pause.by().equals("grace"));
  }

  private static List<Decided> claim(Replica replica, Instant now) {
    return replica
        .due()
        .claim(
            500,
            now,
            0,
            Set.of(),
            claim ->
                Decided.of(
                    claim,
                    new ActivityTypes(Optional::empty).next(claim.snapshot(), claim.claimedAt())));
  }
}
