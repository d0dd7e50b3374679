package dev.marquee.testbed.apns;

import static dev.marquee.testbed.apns.Provider.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.testbed.apns.FaultControl.InjectedFault;
import dev.marquee.testbed.apns.PushClient.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.StreamResetException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultControlTest {
  private final Provider provider = new Provider(builder -> builder.linger(Duration.ofMillis(300)));

  @AfterEach
  void close() throws Exception {
    provider.close();
  }

  private InjectedFault inject(FaultRule rule) {
    return provider.apns.faults().inject(rule);
  }

  private Throwable failure() {
    Future<Answer> answer = provider.push().send();
    await().until(answer::isComplete);
    return answer.cause();
  }

  @Test
  void answersAsOftenAsToldAndProcessesNothing() throws Exception {
    // Given
    InjectedFault fault =
        inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.SERVICE_UNAVAILABLE)).times(2));

    // When
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      statuses.add(provider.push().answer().status());
    }

    // Then
    assertThat(statuses).containsExactly(503, 503, 200);
    assertThat(provider.phone.received).hasSize(1);
    assertThat(fault.hits()).isEqualTo(2);
  }

  @Test
  void befallsOnlyWhatItIsToldTo() throws Exception {
    // Given
    String other = "0b".repeat(80);
    provider
        .apns
        .tokens()
        .issue(other, PushClient.BUNDLE_ID, ApnsEnvironment.PRODUCTION, provider.phone);
    inject(
        FaultRule.always(new Fault.AnswerWith(ApnsReason.TOO_MANY_REQUESTS))
            .where(PushFilter.token(other.substring(0, 8))));

    // When
    Answer spared = provider.push(TOKEN).answer();
    Answer hit = provider.push(other).answer();

    // Then
    assertThat(spared.status()).isEqualTo(200);
    assertThat(hit.reason()).isEqualTo("TooManyRequests");
  }

  @Test
  void befallsTheSameShareEachTime() throws Exception {
    // Given
    InjectedFault fault =
        inject(
            FaultRule.always(new Fault.AnswerWith(ApnsReason.INTERNAL_SERVER_ERROR))
                .share(0.25, 7));

    // When
    for (int i = 0; i < 400; i++) {
      provider.push().answer();
    }

    // Then
    assertThat(fault.hits()).isBetween(80, 120);
  }

  @Test
  void answersUndisturbedOnceWithdrawn() throws Exception {
    // Given
    InjectedFault fault = inject(FaultRule.always(new Fault.AnswerWith(599, "Invented", null)));
    Answer during = provider.push().answer();
    fault.close();

    // When
    Answer after = provider.push().answer();

    // Then
    assertThat(during.reason()).isEqualTo("Invented");
    assertThat(after.status()).isEqualTo(200);
  }

  @Test
  void answersLaterThanItDelivers() throws Exception {
    // Given
    Duration delay = Duration.ofMillis(300);
    inject(FaultRule.always(new Fault.DelayAnswer(delay)));

    // When
    Answer answer = provider.push().answer();
    long answeredNanos = System.nanoTime();

    // Then
    assertThat(answer.status()).isEqualTo(200);
    long receivedNanos = provider.phone.received.getFirst().receivedNanos();
    assertThat(Duration.ofNanos(answeredNanos - receivedNanos)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void losesTheAnswerOfAPushThatThePhoneGot() {
    // Given
    inject(FaultRule.always(new Fault.LoseAnswer()).times(1));

    // When
    Future<Answer> lost = provider.push().send();

    // Then
    await().until(() -> provider.phone.received.size() == 1);
    assertThat(lost.isComplete()).isFalse();
    assertThat(provider.apns.log().all())
        .singleElement()
        .satisfies(push ->
            assertThat(push.answer()).hasToString("unanswered: answer lost, but processed"));
  }

  @Test
  void resetsAStreamWithoutProcessingIt() {
    // Given
    inject(FaultRule.always(new Fault.ResetStream(Fault.REFUSED_STREAM, false)).times(1));

    // When
    Throwable failure = failure();

    // Then
    assertThat(failure)
        .isInstanceOfSatisfying(
            StreamResetException.class,
            reset -> assertThat(reset.getCode()).isEqualTo(Fault.REFUSED_STREAM));
    assertThat(provider.phone.received).isEmpty();
  }

  @Test
  void cutsTheConnectionWithoutAWord() throws Exception {
    // Given
    provider.push().answer();
    inject(FaultRule.always(new Fault.CloseConnection(true)).times(1));

    // When
    Throwable failure = failure();

    // Then
    assertThat(failure).isInstanceOf(Exception.class);
    assertThat(provider.client.goAways).isEmpty();
    assertThat(provider.phone.received).hasSize(2);
    assertThat(provider.push().answer().status()).isEqualTo(200);
  }

  /** apns.md 1.5: streams up to the last one named are finished, and the frame tells the reason. */
  @Test
  void finishesOpenStreamsWhenItGoesAway() throws Exception {
    // Given
    provider.push().answer();
    inject(FaultRule.always(new Fault.DelayAnswer(Duration.ofMillis(200))).times(1));
    inject(FaultRule.always(new Fault.GoAway("Shutdown")).times(1));

    // When
    Future<Answer> open = provider.push().send();
    await().until(() -> provider.phone.received.size() == 2);
    Answer last = provider.push().answer();
    await().until(open::isComplete);

    // Then
    assertThat(last.status()).isEqualTo(200);
    assertThat(open.result().status()).isEqualTo(200);
    assertThat(provider.client.goAways).containsExactly("{\"reason\":\"Shutdown\"}");
    await().until(() -> provider.apns.openConnections() == 0);
    assertThat(provider.push().answer().status()).isEqualTo(200);
  }

  @Test
  void takesAllConnectionsDownOnDemand() throws Exception {
    // Given
    provider.push().answer();

    // When
    provider.apns.goAwayAll("Shutdown");

    // Then
    await().until(() -> provider.apns.openConnections() == 0);
    assertThat(provider.client.goAways).hasSize(1);
    assertThat(provider.push().answer().status()).isEqualTo(200);
  }

  @Test
  void befallsAnAppAndAnEventByName() throws Exception {
    // Given
    inject(
        FaultRule.always(new Fault.AnswerWith(ApnsReason.TOO_MANY_REQUESTS))
            .where(new PushFilter(null, PushClient.BUNDLE_ID, "end")));
    inject(
        FaultRule.always(new Fault.AnswerWith(ApnsReason.FORBIDDEN))
            .where(PushFilter.app("com.example.other")));

    // When
    Answer update = provider.push().answer();
    Answer end =
        provider.push().body("{\"aps\":{\"timestamp\":1700000000,\"event\":\"end\"}}").answer();

    // Then
    assertThat(update.status()).isEqualTo(200);
    assertThat(end.status()).isEqualTo(429);
  }

  @Test
  void befallsWhatComesWithinItsTimeWindow() throws Exception {
    // Given
    Instant from = Provider.NOW.plus(Duration.ofMinutes(10));
    inject(
        FaultRule.always(new Fault.AnswerWith(ApnsReason.SERVICE_UNAVAILABLE))
            .during(new TimeWindow(from, from.plus(Duration.ofMinutes(5)))));

    // When
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      statuses.add(provider.push().answer().status());
      provider.time.advance(Duration.ofMinutes(5));
    }

    // Then
    assertThat(statuses).containsExactly(200, 200, 503, 200);
  }

  @Test
  void drawsItsLatenciesFromItsSeed() throws Exception {
    // Given
    Latency latency = new Latency.Uniform(Duration.ofMillis(1), Duration.ofMillis(20));
    inject(FaultRule.always(new Fault.DelayAnswer(latency)).share(1, 11));
    SplittableRandom sameSeed = new SplittableRandom(11);

    // When
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      provider.push().answer();
      waits.add(
          Duration.ofNanos(System.nanoTime() - provider.phone.received.getLast().receivedNanos()));
    }

    // Then
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isGreaterThan(latency.draw(sameSeed)));
  }

  @Test
  void letsAConnectionStandStillAndGoOn() throws Exception {
    // Given
    provider.push().answer();
    Duration stall = Duration.ofMillis(300);
    inject(FaultRule.always(new Fault.DelayAnswer(Duration.ofMillis(10))).times(1));
    inject(FaultRule.always(new Fault.StallConnection(new Latency.Fixed(stall))).times(1));

    // When
    Future<Answer> before = provider.push().send();
    await().until(() -> provider.phone.received.size() == 2);
    Future<Answer> stalling = provider.push().send();
    await().until(() -> provider.phone.received.size() == 3);
    Answer after = provider.push().answer();

    // Then
    assertThat(after.status()).isEqualTo(200);
    assertThat(before.isComplete() && stalling.isComplete()).isTrue();
    long stalledNanos = provider.phone.received.get(2).receivedNanos();
    long readOnNanos = provider.phone.received.get(3).receivedNanos();
    assertThat(Duration.ofNanos(readOnNanos - stalledNanos)).isGreaterThanOrEqualTo(stall);
  }

  /** apns.md 1.5: streams above the last one named were not processed. */
  @Test
  void processesNothingAboveTheStreamThatAnEarlyGoAwayNames() throws Exception {
    // Given
    provider.push().answer();
    inject(
        FaultRule.always(
                new Fault.GoAway(Fault.Farewell.EARLY, Fault.ENHANCE_YOUR_CALM, "TooManyRequests"))
            .times(1));

    // When
    Throwable failure = failure();

    // Then
    assertThat(failure).isInstanceOf(Exception.class);
    assertThat(provider.phone.received).hasSize(1);
    assertThat(provider.client.goAways).containsExactly("{\"reason\":\"TooManyRequests\"}");
    assertThat(provider.push().answer().status()).isEqualTo(200);
  }

  @Test
  void servesWhatComesSoonAfterAnAnnouncedGoAway() throws Exception {
    // Given
    inject(
        FaultRule.always(new Fault.GoAway(Fault.Farewell.ANNOUNCED, Fault.NO_ERROR, "Shutdown"))
            .times(1));

    // When
    Answer announced = provider.push().answer();
    await().until(() -> provider.apns.openConnections() == 0);

    // Then
    assertThat(announced.status()).isEqualTo(200);
    assertThat(provider.client.goAways).isNotEmpty();
    assertThat(provider.push().answer().status()).isEqualTo(200);
  }

  @Test
  void leavesWithoutTheAnswersAfterAnAbruptGoAway() throws Exception {
    // Given
    provider.push().answer();
    inject(
        FaultRule.always(
                new Fault.GoAway(
                    Fault.Farewell.ABRUPT, Fault.INTERNAL_ERROR, "InternalServerError"))
            .times(1));

    // When
    Throwable failure = failure();

    // Then
    assertThat(failure).isInstanceOf(Exception.class);
    assertThat(provider.phone.received).hasSize(2);
    assertThat(provider.apns.log().all().getLast().answer())
        .hasToString("unanswered: connection went away, but processed");
  }

  @Test
  void refusesConnectionsAndKeepsThoseThatItHas() throws Exception {
    // Given
    provider.push().answer();
    PushClient newcomer = new PushClient(provider.apns);

    // When
    provider.apns.refuseConnections();
    Answer onTheOldConnection = provider.push().answer();
    Future<Answer> onANewOne = newcomer.push(TOKEN, provider.providerToken).send();
    await().until(onANewOne::isComplete);
    provider.apns.acceptConnections();

    // Then
    assertThat(onTheOldConnection.status()).isEqualTo(200);
    assertThat(onANewOne.cause()).isInstanceOf(ConnectException.class);
    assertThat(newcomer.push(TOKEN, provider.providerToken).answer().status()).isEqualTo(200);
    newcomer.close();
  }
}
