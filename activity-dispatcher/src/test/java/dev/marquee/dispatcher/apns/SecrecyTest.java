package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static dev.marquee.dispatcher.apns.TestApns.send;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.testing.LogLines;
import dev.marquee.testbed.apns.ApnsReason;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens and keys stay out of every text, whatever goes wrong and however much is logged. */
@Timeout(60)
class SecrecyTest {

  @TempDir Path directory;

  @Test
  void neitherLogsNorOutcomesShowTokensOrKeys() {
    try (var apns = new TestApns(directory, UnaryOperator.identity());
        var log = LogLines.withTraces("dev.marquee.dispatcher.apns", "io.netty", "io.vertx")) {
      // Given
      PooledApnsClient client = apns.client(1, Duration.ofMillis(300), 100);
      String token = apns.issuedToken(1);
      List<String> texts = new ArrayList<>();

      // When
      for (Fault fault : faults()) {
        try (var _ = apns.simulator().faults().inject(FaultRule.always(fault).times(1))) {
          texts.add(send(client, pushTo(token)).toString());
        }
      }
      apns.simulator().goAwayAll("Shutdown");
      apns.stop();
      texts.add(pushTo(token).toString());
      texts.add(
          client
              .send(pushTo(token), TestApns.deadlineIn(Duration.ofMillis(300)))
              .toCompletableFuture()
              .join()
              .toString());
      ProviderToken providerToken = ProviderToken.sign(keyOf(apns), Instant.EPOCH);
      texts.add(providerToken.toString());
      texts.add(keyOf(apns).toString());

      // Then
      texts.addAll(log.lines());
      assertThat(texts)
          .anyMatch(text -> text.contains("is given up"))
          .noneMatch(text -> text.contains(token))
          .noneMatch(text -> text.contains(providerToken.authorization().subSequence(7, 40)))
          .noneMatch(text -> text.contains("PRIVATE KEY"))
          .noneMatch(text -> text.contains(apns.key.privateKey().getS().toString()));
    }
  }

  @Test
  void tracesAndMetricsHearOfNoPush() {
    // Given
    var heard = new Observability();
    try (var apns = new TestApns(directory, UnaryOperator.identity(), heard.vertx())) {
      String token = apns.issuedToken(1);

      // When
      send(apns.client(), pushTo(token));

      // Then
      assertThat(heard.texts()).contains("a tracer").noneMatch(text -> text.contains(token));
    }
  }

  private static List<Fault> faults() {
    return List.of(
        new Fault.AnswerWith(ApnsReason.BAD_DEVICE_TOKEN),
        new Fault.AnswerWith(ApnsReason.INVALID_PROVIDER_TOKEN),
        new Fault.AnswerWith(418, "Teapot", null),
        new Fault.AnswerWith(ApnsReason.SHUTDOWN),
        new Fault.ResetStream(Fault.REFUSED_STREAM, false),
        new Fault.ResetStream(Fault.INTERNAL_ERROR, false),
        new Fault.LoseAnswer(),
        new Fault.CloseConnection(false));
  }

  private ApnsKey keyOf(TestApns apns) {
    return ApnsKey.load(
        "key", requireNonNull(apns.config(1, Duration.ofSeconds(1), 1).keys().get("tickets")));
  }
}
