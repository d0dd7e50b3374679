package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.outcome.PushOutcome;
import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.PushProgress;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.AnswersOnTheWire;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every status × reason × event, from the bytes of the answer to the row as it shall be.
 *
 * <p>The moves, each told by all that it leaves behind:
 *
 * <ul>
 *   <li><b>done</b>: accepted, nothing to repeat
 *   <li><b>report token</b>: to the registry, which decides; the token is not used meanwhile
 *   <li><b>close lane</b>: nothing more of this app until its credentials are good; no token
 *       touched
 *   <li><b>rest token</b>: this activity waits for seconds to minutes, nobody else
 *   <li><b>15 minutes</b>: as Apple asks after 5xx
 *   <li><b>soon</b>: surely not processed, so it goes out again within seconds
 *   <li><b>repeat</b>: unknown, and repeating is harmless: update and end
 *   <li><b>in doubt</b>: unknown, and repeating may show a second card: the core waits
 *   <li><b>give up</b>: repeating it unchanged can only fail again; a dead letter
 * </ul>
 */
@Timeout(30)
class AnswerTableTest {
  private static final String TABLE =
      """
      status    | reason                     | start        | update       | end
      200       |                            | done         | done         | done
      400       | BadCollapseId              | give up      | give up      | give up
      400       | BadDeviceToken             | report token | report token | report token
      400       | BadExpirationDate          | give up      | give up      | give up
      400       | BadMessageId               | give up      | give up      | give up
      400       | BadPriority                | give up      | give up      | give up
      400       | BadTopic                   | close lane   | close lane   | close lane
      400       | DeviceTokenNotForTopic     | report token | report token | report token
      400       | DuplicateHeaders           | give up      | give up      | give up
      400       | IdleTimeout                | soon         | soon         | soon
      400       | InvalidPushType            | give up      | give up      | give up
      400       | MissingDeviceToken         | give up      | give up      | give up
      400       | MissingTopic               | give up      | give up      | give up
      400       | PayloadEmpty               | give up      | give up      | give up
      400       | TopicDisallowed            | close lane   | close lane   | close lane
      400       | a reason of next year      | give up      | give up      | give up
      401       | a reason of next year      | close lane   | close lane   | close lane
      403       | BadCertificate             | close lane   | close lane   | close lane
      403       | BadCertificateEnvironment  | close lane   | close lane   | close lane
      403       | ExpiredProviderToken       | close lane   | close lane   | close lane
      403       | Forbidden                  | close lane   | close lane   | close lane
      403       | InvalidProviderToken       | close lane   | close lane   | close lane
      403       | MissingProviderToken       | close lane   | close lane   | close lane
      403       | UnrelatedKeyIdInToken      | close lane   | close lane   | close lane
      403       | BadEnvironmentKeyIdInToken | close lane   | close lane   | close lane
      403       | BadEnvironmentKeyInToken   | close lane   | close lane   | close lane
      403       | a reason of next year      | close lane   | close lane   | close lane
      404       | BadPath                    | give up      | give up      | give up
      404       | a reason of next year      | give up      | give up      | give up
      405       | MethodNotAllowed           | give up      | give up      | give up
      410       | ExpiredToken               | report token | report token | report token
      410       | Unregistered               | report token | report token | report token
      410       | a reason of next year      | report token | report token | report token
      410       |                            | report token | report token | report token
      413       | PayloadTooLarge            | give up      | give up      | give up
      413       | a reason of next year      | give up      | give up      | give up
      429       | TooManyProviderTokenUpdates| close lane   | close lane   | close lane
      429       | TooManyRequests            | rest token   | rest token   | rest token
      429       | a reason of next year      | rest token   | rest token   | rest token
      500       | InternalServerError        | 15 minutes   | 15 minutes   | 15 minutes
      500       | a reason of next year      | 15 minutes   | 15 minutes   | 15 minutes
      502       |                            | 15 minutes   | 15 minutes   | 15 minutes
      503       | ServiceUnavailable         | 15 minutes   | 15 minutes   | 15 minutes
      503       | Service Unavailable        | 15 minutes   | 15 minutes   | 15 minutes
      503       | Shutdown                   | 15 minutes   | 15 minutes   | 15 minutes
      503       | a reason of next year      | 15 minutes   | 15 minutes   | 15 minutes
      302       |                            | soon         | soon         | soon
      no answer |                            | in doubt     | repeat       | repeat
      not sent  |                            | soon         | soon         | soon
      """;

  /** One failure of APNs is no outage; one refused key closes the lane. */
  private static final LaneBreaker BREAKER =
      new LaneBreaker(
          new LaneBreaker.Limits(1_000, 0.5, Duration.ofSeconds(10), Duration.ofMinutes(15)),
          new Random(7));

  private static final Instant STARTED_AT = Snapshots.CARD_AT;

  /** One cell of the table. */
  record Cell(String status, @Nullable String reason, String event, String move) {

    ApnsOutcome outcome() {
      return switch (status) {
        case "no answer" -> new ApnsOutcome.Indeterminate("connection closed");
        case "not sent" -> new ApnsOutcome.NotSent("no place on a connection");
        default -> AnswersOnTheWire.outcomeOf(Integer.parseInt(status), reason);
      };
    }

    @Override
    public String toString() {
      return "%s %s on %s: %s".formatted(status, reason == null ? "" : reason, event, move);
    }
  }

  static Stream<Cell> cells() {
    return TABLE
        .lines()
        .skip(1)
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
        .flatMap(AnswerTableTest::cellsOf);
  }

  private static Stream<Cell> cellsOf(List<String> row) {
    String reason = row.get(1).isEmpty() ? null : row.get(1);
    return Stream.of(
        new Cell(row.get(0), reason, "start", row.get(2)),
        new Cell(row.get(0), reason, "update", row.get(3)),
        new Cell(row.get(0), reason, "end", row.get(4)));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyAnswerHasItsMove(Cell cell) {
    // When
    Settlement settlement = settle(cell);

    // Then
    assertThat(moveOf(settlement)).isEqualTo(cell.move());
    assertThat(settlement.push()).isNotNull();
    assertThat(settlement.push().event())
        .hasToString(cell.event().toUpperCase(java.util.Locale.ROOT));
  }

  @Test
  void everyReasonOfAppleIsInTheTable() {
    // When
    List<String> reasons = cells().map(Cell::reason).filter(Objects::nonNull).toList();

    // Then
    assertThat(reasons)
        .containsAll(
            Arrays.stream(RejectionReason.Known.values()).map(RejectionReason::text).toList());
  }

  private static Settlement settle(Cell cell) {
    Snapshots snapshots =
        cell.event().equals("start")
            ? Snapshots.confirmed()
            : Snapshots.live().withShowGate("C", STARTED_AT.plusSeconds(60));
    Instant now =
        switch (cell.event()) {
          case "start" -> STARTED_AT;
          case "update" -> STARTED_AT.plusSeconds(60);
          default -> Snapshots.OVER_AT;
        };
    NextStep.Push push = (NextStep.Push) snapshots.next(now);
    Claim claim =
        new Claim(
            1,
            2,
            new ApnsLane("com.example.tickets", ApnsEnvironment.SANDBOX),
            now.getEpochSecond(),
            3,
            0,
            0,
            now,
            0,
            false,
            snapshots.snapshot());
    int starts = push instanceof NextStep.Start ? 1 : 0;
    ApnsOutcome outcome = cell.outcome();
    return new DeliveryPolicy(new Random(7))
        .afterPush(
            new Decided(claim, push, starts, false), push, outcome, now, Duration.ofMillis(5))
        .with(BREAKER.answered(outcome, false, now));
  }

  /** Says what a settlement amounts to, and that it amounts to nothing else. */
  private static String moveOf(Settlement settlement) {
    PushOutcome.Result result = Objects.requireNonNull(settlement.push()).result();
    if (settlement.deadLetter() != null) {
      assertNoTokenNorLane(settlement);
      assertThat(settlement.dueAt()).isNull();
      assertThat(result).isEqualTo(PushOutcome.Result.ABANDONED);
      return "give up";
    }
    if (settlement.rejection() != null) {
      return reported(settlement, settlement.rejection());
    }
    if (settlement.laneChange() != null) {
      assertThat(settlement.progress().startTokenRejection()).isNull();
      assertThat(settlement.progress().updateTokenRejection()).isNull();
      assertThat(settlement.dueAt()).isNotNull();
      return "close lane";
    }
    assertNoTokenNorLane(settlement);
    return switch (result) {
      case ACCEPTED -> accepted(settlement);
      case UNKNOWN -> unknown(settlement);
      case REJECTED -> waiting(settlement);
      case ABANDONED -> throw new AssertionError("abandoned without a dead letter");
    };
  }

  private static void assertNoTokenNorLane(Settlement settlement) {
    assertThat(settlement.rejection()).isNull();
    assertThat(settlement.laneChange()).isNull();
    assertThat(settlement.progress().startTokenRejection()).isNull();
    assertThat(settlement.progress().updateTokenRejection()).isNull();
  }

  private static String reported(Settlement settlement, TokenRejected report) {
    PushProgress progress = settlement.progress();
    boolean isStart = report.kind() instanceof TokenRejected.TokenKind.Start;
    assertThat(isStart ? progress.startTokenRejection() : progress.updateTokenRejection())
        .isNotNull();
    assertThat(isStart ? progress.updateTokenRejection() : progress.startTokenRejection()).isNull();
    assertThat(progress.ended()).as("a refused end has ended nothing").isNull();
    assertThat(settlement.laneChange()).isNull();
    assertThat(settlement.notBefore()).isNull();
    assertThat(TokenRejected.read(report.write())).isEqualTo(report);
    return "report token";
  }

  private static String accepted(Settlement settlement) {
    assertThat(settlement.progress().acceptedHash()).isNotNull();
    assertThat(settlement.notBefore()).isNull();
    assertThat(settlement.failures()).isZero();
    return "done";
  }

  private static String unknown(Settlement settlement) {
    PushProgress progress = settlement.progress();
    assertThat(progress.acceptedHash()).as("sent again even if unchanged").isNull();
    assertThat(progress.ended()).isNull();
    return progress.start() != null && progress.start().answer() == StartAnswer.UNKNOWN
        ? "in doubt"
        : "repeat";
  }

  private static String waiting(Settlement settlement) {
    assertThat(settlement.failures()).isEqualTo(1);
    assertThat(settlement.dueAt()).isEqualTo(settlement.notBefore());
    Duration wait =
        Duration.between(
            settlement.claim().claimedAt(), Objects.requireNonNull(settlement.notBefore()));
    if (wait.compareTo(Duration.ofMinutes(15)) >= 0) {
      return "15 minutes";
    }
    return wait.compareTo(Duration.ofSeconds(10)) >= 0 ? "rest token" : "soon";
  }
}
