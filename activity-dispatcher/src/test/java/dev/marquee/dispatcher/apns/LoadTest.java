package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.PATIENCE;
import static dev.marquee.dispatcher.apns.TestApns.deadlineIn;
import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.apns.ApnsOutcome.Accepted;
import dev.marquee.dispatcher.apns.ApnsOutcome.Indeterminate;
import dev.marquee.dispatcher.apns.ApnsOutcome.TokenRejected;
import dev.marquee.dispatcher.apns.RejectionReason.Known;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultRule;
import dev.marquee.testbed.apns.ReceivedPush;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of pushes at once: whatever happens meanwhile, each outcome tells the truth. */
@Timeout(120)
class LoadTest {

  private static final int PUSHES = 2_000;
  private static final Accepted ACCEPTED = new Accepted(null);

  @TempDir Path directory;

  @Test
  void connectionThatBeginsWithOneStreamCarriesManySoon() {
    try (var apns = new TestApns(directory, UnaryOperator.identity())) {
      // Given
      PooledApnsClient client = apns.client(2, PATIENCE, PUSHES);
      List<ApnsPush> pushes = pushes(apns);
      // Or one connection would be through with all before the other is open.
      apns.simulator()
          .faults()
          .inject(FaultRule.always(new Fault.DelayAnswer(Duration.ofSeconds(2))).times(1));

      // When
      List<ApnsOutcome> outcomes = TestApns.sendAll(client, pushes);

      // Then
      assertThat(tally(outcomes)).isEqualTo(Map.of(ACCEPTED, (long) PUSHES));
      assertThat(apns.simulator().log().total()).isEqualTo(PUSHES);
      assertThat(apns.simulator().log().all())
          .extracting(received -> received.request().connectionId())
          .containsOnly(1L, 2L);
    }
  }

  @Test
  void limitThatFallsToOneStreamWithEachRejectionLosesNothing() {
    try (var apns =
        new TestApns(directory, simulator -> simulator.strictStreamLimit().threads(2))) {
      // Given
      PooledApnsClient client = apns.client(2, PATIENCE, PUSHES);
      List<ApnsPush> pushes = new ArrayList<>(pushes(apns));
      for (int i = 0; i < PUSHES; i += 100) {
        pushes.set(i, pushTo("bad0%04x".formatted(i)));
      }

      // When
      List<ApnsOutcome> outcomes = TestApns.sendAll(client, pushes);

      // Then
      assertThat(tally(outcomes))
          .isEqualTo(
              Map.of(
                  ACCEPTED,
                  PUSHES - PUSHES / 100L,
                  new TokenRejected(Known.BAD_DEVICE_TOKEN, null),
                  PUSHES / 100L));
      assertThat(deliveries(apns)).isEqualTo(PUSHES - PUSHES / 100);
    }
  }

  @Test
  void manyRefusedStreamsDoNotCostTheConnection() {
    try (var apns = new TestApns(directory, UnaryOperator.identity())) {
      // Given
      PooledApnsClient client = apns.client(1, PATIENCE, PUSHES);
      List<ApnsPush> pushes = pushes(apns);
      var refused =
          apns.simulator()
              .faults()
              .inject(
                  FaultRule.always(new Fault.ResetStream(Fault.REFUSED_STREAM, false))
                      .share(0.3, 42));

      // When
      List<ApnsOutcome> outcomes = TestApns.sendAll(client, pushes);

      // Then
      assertThat(tally(outcomes)).isEqualTo(Map.of(ACCEPTED, (long) PUSHES));
      assertThat(refused.hits()).isGreaterThan(PUSHES / 5);
      assertThat(apns.simulator().log().all())
          .extracting(received -> received.request().connectionId())
          .containsOnly(1L);
    }
  }

  @Test
  void gracefulGoAwaysLeaveNothingUnknown() {
    try (var apns = new TestApns(directory, UnaryOperator.identity())) {
      // Given
      PooledApnsClient client = apns.client(2, PATIENCE, PUSHES);
      List<ApnsPush> pushes = pushes(apns);
      apns.simulator()
          .faults()
          .inject(FaultRule.always(new Fault.GoAway("Shutdown")).share(0.002, 42).times(8));

      // When
      List<ApnsOutcome> outcomes = TestApns.sendAll(client, pushes);

      // Then
      assertThat(tally(outcomes)).isEqualTo(Map.of(ACCEPTED, (long) PUSHES));
      assertThat(deliveries(apns)).isEqualTo(PUSHES);
    }
  }

  @Test
  void cutConnectionsLeaveUnknownOnlyWhatMayHaveArrived() {
    try (var apns = new TestApns(directory, UnaryOperator.identity())) {
      // Given
      PooledApnsClient client = apns.client(2, PATIENCE, PUSHES);
      List<ApnsPush> pushes = pushes(apns);
      apns.simulator()
          .faults()
          .inject(FaultRule.always(new Fault.CloseConnection(true)).share(0.002, 42).times(4));

      // When
      List<ApnsOutcome> outcomes = TestApns.sendAll(client, pushes);

      // Then
      var deliveries =
          apns.simulator().log().matching(received -> received.answer().processed()).stream()
              .collect(groupingBy(ReceivedPush::apnsId, counting()));
      for (int i = 0; i < PUSHES; i++) {
        long times = deliveries.getOrDefault(pushes.get(i).apnsId().toString(), 0L);
        switch (outcomes.get(i)) {
          case Accepted _ -> assertThat(times).isEqualTo(1);
          case Indeterminate _ -> assertThat(times).isLessThanOrEqualTo(1);
          default -> throw new AssertionError("unexpected: " + outcomes.get(i));
        }
      }
      assertThat(outcomes).anyMatch(Indeterminate.class::isInstance);
    }
  }

  @Test
  void manyThreadsMaySend() {
    try (var apns = new TestApns(directory, UnaryOperator.identity())) {
      // Given
      PooledApnsClient client = apns.client(2, PATIENCE, PUSHES);
      List<ApnsPush> pushes = pushes(apns);
      long deadline = deadlineIn(PATIENCE);

      // When
      List<CompletableFuture<ApnsOutcome>> outcomes =
          pushes.parallelStream()
              .map(push -> client.send(push, deadline).toCompletableFuture())
              .toList();

      // Then
      assertThat(tally(outcomes.stream().map(TestApns::await).toList()))
          .isEqualTo(Map.of(ACCEPTED, (long) PUSHES));
      assertThat(deliveries(apns)).isEqualTo(PUSHES);
    }
  }

  @Test
  void lostAnswersDoNotHoldUpTheRest() {
    try (var apns = new TestApns(directory, UnaryOperator.identity())) {
      // Given
      PooledApnsClient client = apns.client(2, Duration.ofSeconds(3), PUSHES);
      List<ApnsPush> pushes = pushes(apns);
      var lost =
          apns.simulator()
              .faults()
              .inject(FaultRule.always(new Fault.LoseAnswer()).share(0.01, 42));

      // When
      List<ApnsOutcome> outcomes = TestApns.sendAll(client, pushes);

      // Then
      assertThat(outcomes).filteredOn(Indeterminate.class::isInstance).hasSize(lost.hits());
      assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(PUSHES - lost.hits());
      assertThat(deliveries(apns)).isEqualTo(PUSHES);
    }
  }

  private static Map<ApnsOutcome, Long> tally(List<ApnsOutcome> outcomes) {
    return outcomes.stream().collect(groupingBy(Function.identity(), counting()));
  }

  private static List<ApnsPush> pushes(TestApns apns) {
    return IntStream.range(0, PUSHES).mapToObj(i -> pushTo(apns.issuedToken(i))).toList();
  }

  private static int deliveries(TestApns apns) {
    return apns.simulator().log().matching(received -> received.answer().processed()).size();
  }
}
