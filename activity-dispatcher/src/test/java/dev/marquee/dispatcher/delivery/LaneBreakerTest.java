package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason.Known;
import dev.marquee.dispatcher.delivery.LaneChange.Cause;
import dev.marquee.dispatcher.delivery.LaneChange.Closes;
import dev.marquee.dispatcher.delivery.LaneChange.FreesProbe;
import dev.marquee.dispatcher.delivery.LaneChange.Opens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LaneBreakerTest {
  private static final Instant NOW = Instant.parse("2026-12-04T18:30:00Z");
  private static final ApnsOutcome GOOD = new ApnsOutcome.Accepted(null);
  private static final ApnsOutcome FAULT =
      new ApnsOutcome.Unavailable(Known.SERVICE_UNAVAILABLE, null);
  private static final ApnsOutcome BAD_KEY =
      new ApnsOutcome.CredentialsRejected(Known.INVALID_PROVIDER_TOKEN);
  private static final LaneBreaker.Limits LIMITS =
      new LaneBreaker.Limits(20, 0.5, Duration.ofSeconds(10), Duration.ofMinutes(15));

  private final LaneBreaker breaker = new LaneBreaker(LIMITS, new Random(3));

  @Test
  void aStrayFailureClosesNothing() {
    assertThat(answers(1, FAULT, NOW)).isEmpty();
  }

  @Test
  void nineteenFailuresAndNothingElseAreNoOutageYet() {
    assertThat(answers(19, FAULT, NOW)).isEmpty();
  }

  @Test
  void twentyFailuresAndHalfOfTheAnswersAreAnOutage() {
    // Given
    answers(20, GOOD, NOW);

    // When
    List<LaneChange> changes = answers(20, FAULT, NOW.plusSeconds(5));

    // Then
    assertThat(changes)
        .singleElement()
        .isInstanceOfSatisfying(
            Closes.class,
            closes -> {
              assertThat(closes.cause()).isEqualTo(Cause.OUTAGE);
              assertThat(closes.reason())
                  .isEqualTo(
                      "APNs fails: 20 of 40 answers within PT10S failed, the last"
                          + " 503 ServiceUnavailable");
            });
  }

  @Test
  void manyFailuresAmongMoreGoodAnswersAreNoOutage() {
    // Given
    answers(101, GOOD, NOW);

    // When
    List<LaneChange> changes = answers(100, FAULT, NOW.plusSeconds(1));

    // Then
    assertThat(changes).isEmpty();
  }

  @Test
  void failuresThatTrickleInAreForgotten() {
    // When
    List<LaneChange> changes = new ArrayList<>();
    for (int second = 0; second < 60; second++) {
      changes.addAll(answers(1, FAULT, NOW.plusSeconds(second)));
    }

    // Then
    assertThat(changes).isEmpty();
  }

  @Test
  void whatIsNoAnswerOfApnsDoesNotCount() {
    // When
    List<LaneChange> changes = new ArrayList<>();
    changes.addAll(answers(500, new ApnsOutcome.Indeterminate("connection closed"), NOW));
    changes.addAll(answers(500, new ApnsOutcome.NotSent("no connection"), NOW));
    changes.addAll(answers(500, new ApnsOutcome.Unavailable(Known.IDLE_TIMEOUT, null), NOW));

    // Then
    assertThat(changes).isEmpty();
  }

  @Test
  void restsAtLeastAsLongAsAppleAsksAndNotAllEndAtOnce() {
    // Given
    Set<Instant> ends = new HashSet<>();

    // When
    for (int seed = 0; seed < 50; seed++) {
      LaneBreaker one = new LaneBreaker(LIMITS, new Random(seed));
      for (int i = 0; i < 20; i++) {
        if (one.answered(FAULT, false, NOW) instanceof Closes closes) {
          ends.add(closes.until());
        }
      }
    }

    // Then
    assertThat(ends)
        .hasSizeGreaterThan(40)
        .allMatch(end -> !end.isBefore(NOW.plus(LIMITS.rest())))
        .allMatch(end -> end.isBefore(NOW.plus(Duration.ofSeconds(991))));
  }

  @Test
  void answersOfPushesThatWereOnTheirWayCloseItOnlyOnce() {
    // When
    List<LaneChange> changes = answers(1_000, FAULT, NOW);

    // Then
    assertThat(changes).hasSize(1);
  }

  @Test
  void aProbeThatGetsThroughOpensTheLane() {
    // Given
    answers(20, FAULT, NOW);
    Instant later = NOW.plus(Duration.ofMinutes(17));

    // When
    LaneChange change = breaker.answered(GOOD, true, later);

    // Then
    assertThat(change).isEqualTo(new Opens(later));
    assertThat(answers(19, FAULT, later)).isEmpty();
    assertThat(answers(1, FAULT, later)).hasSize(1);
  }

  @Test
  void aProbeOfADeadTokenOpensTheLaneAsWell() {
    // When
    LaneChange change =
        breaker.answered(new ApnsOutcome.TokenRejected(Known.UNREGISTERED, NOW), true, NOW);

    // Then
    assertThat(change).isEqualTo(new Opens(NOW));
  }

  @Test
  void aProbeThatFailsClosesTheLaneAnew() {
    // When
    LaneChange change = breaker.answered(FAULT, true, NOW);

    // Then
    assertThat(Objects.requireNonNull(change))
        .isInstanceOfSatisfying(
            Closes.class,
            closes -> assertThat(closes.until()).isAfterOrEqualTo(NOW.plus(LIMITS.rest())));
  }

  @Test
  void aProbeThatTellsNothingIsFollowedByAnother() {
    assertThat(breaker.answered(new ApnsOutcome.NotSent("no connection"), true, NOW))
        .isEqualTo(new FreesProbe());
    assertThat(LaneBreaker.untold(true)).isEqualTo(new FreesProbe());
    assertThat(LaneBreaker.untold(false)).isNull();
  }

  @Test
  void oneRefusedKeyClosesTheLane() {
    // When
    LaneChange change = breaker.answered(BAD_KEY, false, NOW);

    // Then
    assertThat(Objects.requireNonNull(change))
        .isInstanceOfSatisfying(
            Closes.class,
            closes -> {
              assertThat(closes.cause()).isEqualTo(Cause.CREDENTIALS);
              assertThat(closes.until()).isBetween(NOW.plusSeconds(60), NOW.plusSeconds(66));
            });
  }

  @Test
  void aProviderTokenThatChangedTooOftenIsTheLanesMatterToo() {
    // When
    LaneChange change =
        breaker.answered(
            new ApnsOutcome.Throttled(Known.TOO_MANY_PROVIDER_TOKEN_UPDATES, null), false, NOW);

    // Then
    assertThat(change).isInstanceOf(Closes.class);
  }

  @Test
  void aThrottledTokenIsNobodyElsesMatter() {
    assertThat(answers(100, new ApnsOutcome.Throttled(Known.TOO_MANY_REQUESTS, null), NOW))
        .isEmpty();
  }

  @Test
  void ofManyAnswersOfOneBatchTheLongestClosureHolds() {
    // Given
    Closes early = new Closes(NOW, Cause.OUTAGE, "early");
    Closes late = new Closes(NOW.plusSeconds(1), Cause.OUTAGE, "late");
    Opens opens = new Opens(NOW);
    FreesProbe frees = new FreesProbe();

    // When
    List<LaneChange> held =
        List.of(
            LaneChange.stronger(early, late),
            LaneChange.stronger(late, early),
            LaneChange.stronger(opens, early),
            LaneChange.stronger(frees, opens),
            LaneChange.stronger(opens, frees));

    // Then
    assertThat(held).containsExactly(late, late, early, opens, opens);
  }

  private List<LaneChange> answers(int count, ApnsOutcome outcome, Instant now) {
    List<LaneChange> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      @Nullable LaneChange change = breaker.answered(outcome, false, now);
      if (change != null) {
        changes.add(change);
      }
    }
    return changes;
  }
}
