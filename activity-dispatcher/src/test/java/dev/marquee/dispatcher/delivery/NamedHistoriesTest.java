package dev.marquee.dispatcher.delivery;

import static dev.marquee.dispatcher.delivery.OneCard.gateOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The histories that each rule of the row protocol exists for, step by step, with what happens when
 * an answer comes late. A counter-example of {@link ConvergenceModelTest} becomes one of them.
 */
@Timeout(60)
class NamedHistoriesTest {
  private static final ApnsOutcome ACCEPTED = new ApnsOutcome.Accepted(null);
  private static final ApnsOutcome UNKNOWN = new ApnsOutcome.Indeterminate("reset");
  private static final Duration BACK_OFF = Duration.ofSeconds(10);
  private static final Duration START_TIME_OUT = Duration.ofMinutes(5);

  /** Held, so that its level stays: what a test breaks on purpose needs no report. */
  private static final Logger SILENCED = Logger.getLogger(ClaimPolicy.class.getName());

  private static ActivityDatabase database;
  private OneCard card;

  @BeforeAll
  static void start() {
    SILENCED.setLevel(Level.OFF);
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    card = new OneCard(database);
  }

  @Nested
  class AGateThatChangesBetweenClaimAndSettle {
    @Test
    void isSentNext() {
      // Given
      card.live().gate("B");
      Decided holder = card.claim();
      card.gate("C");

      // When
      card.settle(holder, ACCEPTED).pass(Duration.ofSeconds(1));

      // Then
      assertThat(gateOf(card.claim())).isEqualTo("C");
    }

    @Test
    void isSentOnceIfTheFirstHolderSettlesAfterTheSecond() {
      // Given
      card.live().gate("B");
      Decided late = card.claim();
      card.gate("C").leaseRunsOut();
      card.settle(card.claim(), ACCEPTED);

      // When
      card.settle(late, ACCEPTED).pass(Duration.ofSeconds(1));

      // Then
      Decided repeat = card.claim();
      assertThat(gateOf(repeat)).isEqualTo("C");
      assertThat(card.settle(repeat, ACCEPTED).pass(BACK_OFF).isLeftAlone()).isTrue();
    }

    @Test
    void waitsForTheBackOffThatAnUnknownAnswerAsksFor() {
      // Given
      card.live().gate("B");
      Decided holder = card.claim();
      card.gate("C");

      // When
      card.settle(holder, UNKNOWN);

      // Then
      assertThat(card.isLeftAlone()).isTrue();
      assertThat(gateOf(card.pass(BACK_OFF).claim())).isEqualTo("C");
    }
  }

  @Nested
  class AnUpdateTokenThatArrivesBeforeTheSettleOfItsStart {
    @Test
    void getsTheNewestStateAfterwards() {
      // Given
      Decided start = card.book().claim();
      card.reportCard().gate("B");

      // When
      card.settle(start, ACCEPTED).pass(Duration.ofSeconds(1));

      // Then
      Decided next = card.claim();
      assertThat(next.step()).isInstanceOf(NextStep.Update.class);
      assertThat(gateOf(next)).isEqualTo("B");
    }

    @Test
    void needsNoUpdateIfTheStartSaidEverything() {
      // Given
      Decided start = card.book().claim();
      card.reportCard();

      // When
      card.settle(start, ACCEPTED).pass(Duration.ofSeconds(1));

      // Then
      assertThat(card.claim().step()).isInstanceOf(NextStep.WaitUntil.class);
    }

    @Test
    void makesTheCardLiveThoughTheStartNeverSettles() {
      // Given
      card.book().claim();

      // When
      card.reportCard().leaseRunsOut();

      // Then
      assertThat(card.claim().step()).isInstanceOf(NextStep.Update.class);
    }

    @Test
    void isUsedByTheSecondHolderWhateverTheFirstOneHears() {
      // Given
      Decided late = card.book().claim();
      card.reportCard().leaseRunsOut();
      card.settle(card.claim(), ACCEPTED);

      // When
      card.settle(late, UNKNOWN).pass(BACK_OFF);

      // Then
      assertThat(card.claim().step()).isInstanceOf(NextStep.Update.class);
    }
  }

  @Nested
  class AStateThatReverts {
    @Test
    void isSentAgainAfterAnUnknownAnswer() {
      // Given
      card.live().gate("B").settle(card.claim(), UNKNOWN);

      // When
      card.gate("A").pass(BACK_OFF);

      // Then
      assertThat(gateOf(card.claim())).isEqualTo("A");
    }

    @Test
    void isSentAgainAfterAHolderThatDied() {
      // Given
      card.live().gate("B").claim();

      // When
      card.gate("A").leaseRunsOut();

      // Then
      assertThat(gateOf(card.claim())).isEqualTo("A");
    }

    @Test
    void isSentAgainIfTheUnknownAnswerComesAfterThatOfTheNextHolder() {
      // Given
      card.live().gate("B");
      Decided late = card.claim();
      card.gate("C").leaseRunsOut();
      card.settle(card.claim(), ACCEPTED);
      card.gate("B");

      // When
      card.settle(late, ACCEPTED).pass(Duration.ofSeconds(1));

      // Then
      assertThat(gateOf(card.claim())).isEqualTo("B");
    }

    @Test
    void isNotSentIfItNeverLeft() {
      // Given
      card.live().gate("B").gate("A");

      // When
      NextStep step = card.claim().step();

      // Then
      assertThat(step).isInstanceOf(NextStep.WaitUntil.class);
    }
  }

  @Nested
  class AHolderThatDiesBeforeItsSettle {
    @Test
    void isFollowedByAGreaterTimestampThoughTheNextClockIsBehind() {
      // Given
      card.live().gate("B").pass(Duration.ofSeconds(30));
      Decided dead = card.claim();
      card.leaseRunsOut();

      // When
      Decided next = card.claimAt(card.now().minusSeconds(30));

      // Then
      assertThat(next.claim().apsTimestamp()).isGreaterThan(dead.claim().apsTimestamp());
    }

    @Test
    void isNotFollowedByASecondStartBeforeItsTimeOut() {
      // Given
      card.book().claim();

      // When
      card.leaseRunsOut().pass(Duration.ofSeconds(30));
      Decided next = card.claim();

      // Then
      assertThat(next.step()).isInstanceOf(NextStep.WaitUntil.class);
      assertThat(card.settle(next).pass(START_TIME_OUT).claim().step())
          .isInstanceOf(NextStep.Start.class);
    }

    @Test
    void isNotFollowedByAThirdStart() {
      // Given
      card.book().claim();
      card.leaseRunsOut().pass(START_TIME_OUT).claim();

      // When
      card.leaseRunsOut().pass(START_TIME_OUT);

      // Then
      assertThat(card.claim().step()).isInstanceOf(NextStep.WaitForToken.class);
    }

    @Test
    void isGivenUpVisiblyIfTheNextOnesDieToo() {
      // Given
      card.live().gate("B");
      for (int claims = 0; claims < 5; claims++) {
        card.claim();
        card.leaseRunsOut();
      }

      // When
      Decided next = card.claim();
      card.settle(next);

      // Then
      assertThat(next.givenUp()).isTrue();
      assertThat(database.texts("select reason from dead_letters"))
          .containsExactly("5 claims in a row were never settled");
      assertThat(card.isLeftAlone()).isTrue();
      assertThat(gateOf(card.gate("C").claim())).isEqualTo("C");
    }
  }

  @Nested
  class AReplicaThatWakesAfterItsLease {
    @Test
    void settlesNothingAndLeavesDoubt() {
      // Given
      card.live().gate("B");
      Decided late = card.claim();
      Decided holder = card.leaseRunsOut().claim();

      // When
      card.settle(late, ACCEPTED);

      // Then
      assertThat(database.openClaims()).containsExactly(holder.claim().apsTimestamp());
      assertThat(database.acceptedHashes()).isEmpty();
    }

    @Test
    void stillSettlesIfNobodyTookItsPlace() {
      // Given
      card.live().gate("B");
      Decided late = card.claim();
      card.leaseRunsOut();

      // When
      card.settle(late, ACCEPTED).pass(Duration.ofSeconds(1));

      // Then
      assertThat(database.openClaims()).containsOnlyNulls();
      assertThat(card.isLeftAlone()).isTrue();
    }

    @Test
    void doesNotStartAgainWhatTheNextOneStarted() {
      // Given
      Decided late = card.book().claim();
      Decided second = card.leaseRunsOut().pass(START_TIME_OUT).claim();
      card.settle(second, ACCEPTED);

      // When
      card.settle(late, new ApnsOutcome.NotSent("the deadline has passed")).pass(START_TIME_OUT);

      // Then
      assertThat(card.claim().step()).isInstanceOf(NextStep.WaitForToken.class);
    }
  }

  @Nested
  class ARenderingThatAlwaysThrows {
    @Test
    void becomesADeadLetterUntilTheFactsChange() {
      // Given
      card.live().gate("B");

      // When
      List<Decided> claimed =
          card.claim(
              card.now(),
              (_, _) -> {
                throw new IllegalStateException("no colour of that name");
              });
      card.settle(claimed.getFirst());

      // Then
      assertThat(database.texts("select reason from dead_letters"))
          .singleElement()
          .asString()
          .contains("no colour of that name");
      assertThat(card.isLeftAlone()).isTrue();
      assertThat(gateOf(card.gate("C").claim())).isEqualTo("C");
    }

    @Test
    void doesNotRollBackTheClaimsOfItsNeighbours() {
      // Given
      database.addActivities(3, OneCard.BEGIN);

      // When
      List<Decided> claimed =
          card.claim(
              OneCard.BEGIN,
              (snapshot, _) -> {
                if (snapshot.booking().ref().equals("b-2")) {
                  throw new IllegalStateException("no colour of that name");
                }
                return new NextStep.Nothing("rendered");
              });

      // Then
      assertThat(claimed).hasSize(3).filteredOn(Decided::givenUp).hasSize(1);
    }
  }
}
