package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.LANE;
import static dev.marquee.dispatcher.apns.TestApns.PATIENCE;
import static dev.marquee.dispatcher.apns.TestApns.await;
import static dev.marquee.dispatcher.apns.TestApns.deadlineIn;
import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static dev.marquee.dispatcher.apns.TestApns.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.dispatcher.apns.ApnsOutcome.Accepted;
import dev.marquee.dispatcher.apns.ApnsOutcome.CredentialsRejected;
import dev.marquee.dispatcher.apns.ApnsOutcome.NotSent;
import dev.marquee.dispatcher.apns.ApnsOutcome.Throttled;
import dev.marquee.dispatcher.apns.ApnsOutcome.TokenRejected;
import dev.marquee.dispatcher.apns.ApnsOutcome.Unavailable;
import dev.marquee.dispatcher.apns.RejectionReason.Known;
import dev.marquee.testbed.apns.ApnsReason;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultRule;
import dev.marquee.testbed.apns.PushRequest;
import dev.marquee.testbed.apns.ReceivedPush;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a push looks like on the wire, and what the client makes of each kind of answer. */
@Timeout(60)
class PooledApnsClientTest {

  @RegisterExtension final TestApns apns = new TestApns();

  @Test
  void acceptedPushArrivesWithExactlyTheHeadersThatApnsAsksFor() {
    // Given
    String token = apns.issuedToken(1);
    var push =
        new ApnsPush(
            UUID.fromString("0b6c8a4e-2b0a-4b39-8d7e-5f1f2f3a4b5c"),
            LANE,
            new PushToken(token),
            "{\"aps\":{\"event\":\"start\"}}".getBytes(UTF_8),
            ApnsPriority.CONSERVE_POWER,
            Instant.parse("2026-12-01T18:10:00.9Z"),
            "booking-1",
            true);

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isEqualTo(new Accepted(null));
    PushRequest request = apns.simulator().log().all().getFirst().request();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/3/device/" + token);
    assertThat(request.event()).isEqualTo("start");
    assertThat(request.headers())
        .containsKey("authorization")
        .containsEntry("apns-id", "0b6c8a4e-2b0a-4b39-8d7e-5f1f2f3a4b5c")
        .containsEntry("apns-topic", "com.example.tickets.push-type.liveactivity")
        .containsEntry("apns-push-type", "liveactivity")
        .containsEntry("apns-priority", "5")
        .containsEntry("apns-expiration", "1796148600")
        .containsEntry("apns-collapse-id", "booking-1")
        .hasSize(7);
  }

  @Test
  void pushWithoutCollapseIdHasNoSuchHeader() {
    // Given
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    send(apns.client(), push);

    // Then
    assertThat(apns.received(push).getFirst().request().headers())
        .doesNotContainKey("apns-collapse-id")
        .containsEntry("apns-priority", "10");
  }

  @Test
  void deadTokenIsReportedWithTheTimeOfItsDeath() {
    // Given
    String token = apns.issuedToken(1);
    Instant death = Instant.parse("2026-12-01T17:59:58.123Z");
    apns.simulator().tokens().retire(token, ApnsReason.UNREGISTERED, death);

    // When
    ApnsOutcome outcome = send(apns.client(), pushTo(token));

    // Then
    assertThat(outcome).isEqualTo(new TokenRejected(Known.UNREGISTERED, death));
  }

  @Test
  void foreignTokenIsReportedWithoutATime() {
    // When
    ApnsOutcome outcome = send(apns.client(), pushTo("abcd".repeat(40)));

    // Then
    assertThat(outcome).isEqualTo(new TokenRejected(Known.BAD_DEVICE_TOKEN, null));
  }

  @Test
  void tooManyPushesToOneTokenAreThrottled() {
    // Given
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.TOO_MANY_REQUESTS)));

    // When
    ApnsOutcome outcome = send(apns.client(), pushTo(apns.issuedToken(1)));

    // Then
    assertThat(outcome).isEqualTo(new Throttled(Known.TOO_MANY_REQUESTS, null));
  }

  @Test
  void faultOfApnsIsNotRepeatedByTheClient() {
    // Given
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.SERVICE_UNAVAILABLE)));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isEqualTo(new Unavailable(Known.SERVICE_UNAVAILABLE, null));
    assertThat(apns.received(push)).hasSize(1);
  }

  @Test
  void serverThatShutsDownIsLeftForAnotherConnection() {
    // Given
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.SHUTDOWN)).times(1));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(apns.received(push))
        .extracting(received -> received.request().connectionId())
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void serverErrorOnAQuietConnectionIsTriedOnceOnANewOne() {
    // Given
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.INTERNAL_SERVER_ERROR)).times(1));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(apns.received(push))
        .extracting(received -> received.request().connectionId())
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void serverErrorsDoNotMakeTheClientReconnectAgainAndAgain() {
    // Given
    PooledApnsClient client = apns.client();
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.INTERNAL_SERVER_ERROR)));

    // When
    ApnsOutcome first = send(client, pushTo(apns.issuedToken(1)));
    ApnsPush second = pushTo(apns.issuedToken(2));
    ApnsOutcome outcome = send(client, second);

    // Then
    assertThat(first).isEqualTo(new Unavailable(Known.INTERNAL_SERVER_ERROR, null));
    assertThat(outcome).isEqualTo(new Unavailable(Known.INTERNAL_SERVER_ERROR, null));
    assertThat(apns.received(second)).hasSize(1);
  }

  @Test
  void serverErrorOnAConnectionInUseIsPassedOnAtOnce() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofSeconds(2), 100);
    send(client, pushTo(apns.issuedToken(1)));
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.INTERNAL_SERVER_ERROR)).times(1));
    ApnsPush push = pushTo(apns.issuedToken(2));

    // When
    ApnsOutcome outcome = send(client, push);

    // Then
    assertThat(outcome).isEqualTo(new Unavailable(Known.INTERNAL_SERVER_ERROR, null));
    assertThat(apns.received(push)).hasSize(1);
  }

  /** A clock that was set back makes the token look old, and the next one comes too soon. */
  @Test
  void providerTokenThatChangedTooSoonGivesWayToTheOneBeforeIt() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofSeconds(2), 100);
    ApnsPush first = pushTo(apns.issuedToken(1));
    send(client, first);
    apns.time.advance(Duration.ofMinutes(-50));
    ApnsPush second = pushTo(apns.issuedToken(2));

    // When
    ApnsOutcome outcome = send(client, second);

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(apns.received(second)).hasSize(2);
    assertThat(authorization(apns.received(second).getLast()))
        .isEqualTo(authorization(apns.received(first).getFirst()))
        .isNotEqualTo(authorization(apns.received(second).getFirst()));
  }

  @Test
  void answerThatSpoilsTheConnectionIsPassedOnTheSecondTime() {
    // Given
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.UNRELATED_KEY_ID_IN_TOKEN)));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isEqualTo(new CredentialsRejected(Known.UNRELATED_KEY_ID_IN_TOKEN));
    assertThat(apns.received(push)).hasSize(2);
  }

  @Test
  void expiredProviderTokenIsReplacedOnceAndTheConnectionWithIt() {
    // Given
    PooledApnsClient client = apns.client();
    ApnsPush first = pushTo(apns.issuedToken(1));
    send(client, first);
    apns.time.advance(Duration.ofMinutes(25));
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.EXPIRED_PROVIDER_TOKEN)).times(1));
    ApnsPush second = pushTo(apns.issuedToken(2));

    // When
    ApnsOutcome outcome = send(client, second);

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
    ReceivedPush rejected = apns.received(second).getFirst();
    ReceivedPush accepted = apns.received(second).getLast();
    assertThat(authorization(rejected)).isEqualTo(authorization(apns.received(first).getFirst()));
    assertThat(authorization(accepted)).isNotEqualTo(authorization(rejected));
    assertThat(accepted.request().connectionId()).isNotEqualTo(rejected.request().connectionId());
  }

  @Test
  void youngProviderTokenIsNotReplacedEvenIfCalledExpired() {
    // Given
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.AnswerWith(ApnsReason.EXPIRED_PROVIDER_TOKEN)));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isEqualTo(new CredentialsRejected(Known.EXPIRED_PROVIDER_TOKEN));
    assertThat(apns.received(push)).hasSize(1);
  }

  @Test
  void oneProviderTokenServesAllConnectionsUntilItAges() {
    // Given
    PooledApnsClient client = apns.client();
    ApnsPush early = pushTo(apns.issuedToken(1));
    ApnsPush unproven = pushTo(apns.issuedToken(2), LANE, false);
    ApnsPush late = pushTo(apns.issuedToken(3));

    // When
    send(client, early);
    apns.time.advance(Duration.ofMinutes(44));
    send(client, unproven);
    apns.time.advance(Duration.ofMinutes(1));
    ApnsOutcome outcome = send(client, late);

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
    String first = authorization(apns.received(early).getFirst());
    assertThat(authorization(apns.received(unproven).getFirst())).isEqualTo(first);
    assertThat(authorization(apns.received(late).getFirst())).isNotEqualTo(first);
  }

  private static String authorization(ReceivedPush push) {
    return push.request().headers().getOrDefault("authorization", "");
  }

  @Test
  void keyThatApnsDoesNotKnowTouchesNoOtherLane() {
    // Given
    PooledApnsClient client = apns.client();
    var badLane = new ApnsLane(TestApns.APP_WITH_UNKNOWN_KEY, ApnsEnvironment.PRODUCTION);

    // When
    ApnsOutcome bad = send(client, pushTo("ab".repeat(80), badLane, true));
    ApnsOutcome good = send(client, pushTo(apns.issuedToken(1)));

    // Then
    assertThat(bad).isEqualTo(new CredentialsRejected(Known.INVALID_PROVIDER_TOKEN));
    assertThat(good).isInstanceOf(Accepted.class);
  }

  @Test
  void unprovenTokensTravelOverAConnectionOfTheirOwn() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofSeconds(2), 100);
    ApnsPush proven = pushTo(apns.issuedToken(1));
    ApnsPush unproven = pushTo(apns.issuedToken(2), LANE, false);

    // When
    send(client, proven);
    send(client, unproven);

    // Then
    assertThat(apns.received(proven).getFirst().request().connectionId())
        .isNotEqualTo(apns.received(unproven).getFirst().request().connectionId());
  }

  @Test
  void laneWithoutAKeyIsNotServed() {
    // Given
    PooledApnsClient client = apns.client();
    var lane = new ApnsLane("com.example.unknown", ApnsEnvironment.PRODUCTION);

    // When
    ApnsOutcome outcome = send(client, pushTo("ab".repeat(80), lane, true));

    // Then
    assertThat(outcome)
        .isEqualTo(
            new NotSent(
                "marquee.apns.keys: no key for"
                    + " ApnsLane[app=com.example.unknown, environment=PRODUCTION]"));
    assertThat(client.serves(lane)).isFalse();
    assertThat(client.serves(LANE)).isTrue();
  }

  @Test
  void closedClientSendsNothingMore() {
    // Given
    PooledApnsClient client = apns.client();
    ApnsPush push = pushTo(apns.issuedToken(1));
    client.close();

    // When
    ApnsOutcome outcome = send(client, push);

    // Then
    assertThat(outcome).isEqualTo(new NotSent("the client is closing"));
  }

  @Test
  void closingWaitsForAnswersOnTheirWay() {
    // Given
    PooledApnsClient client = apns.client();
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.DelayAnswer(Duration.ofMillis(300))));
    ApnsPush push = pushTo(apns.issuedToken(1));
    var outcome = client.send(push, deadlineIn(PATIENCE)).toCompletableFuture();
    Awaitility.await().until(() -> !apns.received(push).isEmpty());

    // When
    client.close();

    // Then
    assertThat(await(outcome)).isInstanceOf(Accepted.class);
  }
}
