package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.PATIENCE;
import static dev.marquee.dispatcher.apns.TestApns.await;
import static dev.marquee.dispatcher.apns.TestApns.deadlineIn;
import static dev.marquee.dispatcher.apns.TestApns.largePushTo;
import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static dev.marquee.dispatcher.apns.TestApns.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.apns.ApnsOutcome.Accepted;
import dev.marquee.dispatcher.apns.ApnsOutcome.Indeterminate;
import dev.marquee.dispatcher.apns.ApnsOutcome.NotSent;
import dev.marquee.dispatcher.apns.ApnsOutcome.TokenRejected;
import dev.marquee.dispatcher.apns.RejectionReason.Known;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultRule;
import dev.marquee.testbed.apns.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client knows about a push after a stream or a connection has failed. */
@Timeout(60)
class ConnectionFaultTest {

  @TempDir Path directory;

  @RegisterExtension final TestApns apns = new TestApns();

  @Test
  void refusedStreamIsSentAgainUnderTheSameId() {
    // Given
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.ResetStream(Fault.REFUSED_STREAM, false)).times(3));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(apns.received(push)).hasSize(4);
    assertThat(apns.deliveries(push)).isEqualTo(1);
  }

  @Test
  void streamThatIsAlwaysRefusedEndsAsNotSent() {
    // Given
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.ResetStream(Fault.REFUSED_STREAM, false)));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isEqualTo(new NotSent("stream reset with code 7, sent again 20 times"));
    assertThat(apns.received(push)).hasSize(21);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resetStreamLeavesOpenWhetherThePushWasProcessed(boolean processed) {
    // Given
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.ResetStream(Fault.INTERNAL_ERROR, processed)));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isEqualTo(new Indeterminate("stream reset with code 2"));
    assertThat(apns.received(push)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void connectionLostAfterTheWriteLeavesOpenWhetherThePushWasProcessed(boolean processed) {
    // Given
    apns.simulator().faults().inject(FaultRule.always(new Fault.CloseConnection(processed)));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(outcome).isInstanceOf(Indeterminate.class);
    assertThat(apns.received(push)).hasSize(1);
  }

  @Test
  void lostConnectionIsReplacedForTheNextPush() {
    // Given
    PooledApnsClient client = apns.client();
    send(client, pushTo(apns.issuedToken(1)));
    apns.simulator().cutAll();
    Awaitility.await().until(() -> apns.simulator().openConnections() == 0);
    ApnsPush push = pushTo(apns.issuedToken(2));

    // When
    ApnsOutcome outcome = send(client, push);

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
  }

  @Test
  void lostAnswerIsUnknownAfterTheTimeOut() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofMillis(300), 100);
    String lost = apns.issuedToken(1);
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.LoseAnswer()).where(r -> r.token().equals(lost)));
    ApnsPush push = pushTo(lost);

    // When
    ApnsOutcome outcome = send(client, push);

    // Then
    assertThat(outcome).isEqualTo(new Indeterminate("no answer within PT0.3S"));
    assertThat(apns.deliveries(push)).isEqualTo(1);
  }

  @Test
  void connectionThatAnswersAPingIsKeptAfterALostAnswer() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofMillis(300), 100);
    apns.simulator().faults().inject(FaultRule.always(new Fault.LoseAnswer()).times(1));
    ApnsPush lost = pushTo(apns.issuedToken(1));
    ApnsPush next = pushTo(apns.issuedToken(2));

    // When
    send(client, lost);
    ApnsOutcome outcome = send(client, next);

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(apns.received(next).getFirst().request().connectionId())
        .isEqualTo(apns.received(lost).getFirst().request().connectionId());
  }

  @Test
  void gracefulGoAwayLetsOpenStreamsFinish() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofSeconds(2), 100);
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.DelayAnswer(Duration.ofMillis(300))).times(1));
    ApnsPush open = pushTo(apns.issuedToken(1));
    CompletableFuture<ApnsOutcome> outcome =
        client.send(open, deadlineIn(PATIENCE)).toCompletableFuture();
    Awaitility.await().until(() -> !apns.received(open).isEmpty());

    // When
    apns.simulator().goAwayAll("Shutdown");

    // Then
    ApnsPush next = pushTo(apns.issuedToken(2));
    assertThat(send(client, next)).isInstanceOf(Accepted.class);
    assertThat(await(outcome)).isInstanceOf(Accepted.class);
    assertThat(apns.received(next).getFirst().request().connectionId())
        .isNotEqualTo(apns.received(open).getFirst().request().connectionId());
  }

  @Test
  void deadlineThatPassesInTheQueueMeansNotSent() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofSeconds(5), 100);
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.DelayAnswer(Duration.ofMillis(600))).times(1));
    ApnsPush holdsTheOnlyStream = pushTo(apns.issuedToken(1));
    ApnsPush waits = pushTo(apns.issuedToken(2));

    // When
    var first = client.send(holdsTheOnlyStream, deadlineIn(PATIENCE)).toCompletableFuture();
    var second = client.send(waits, deadlineIn(Duration.ofMillis(200))).toCompletableFuture();

    // Then
    assertThat(await(second))
        .isEqualTo(new NotSent("no place on a connection before the deadline"));
    assertThat(first).isNotDone();
    assertThat(await(first)).isInstanceOf(Accepted.class);
    assertThat(apns.received(waits)).isEmpty();
  }

  @Test
  void whatAStalledConnectionHasNotTakenByTheDeadlineNeverArrives() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofSeconds(1), 100);
    send(client, pushTo(apns.issuedToken(0)));
    apns.simulator().stallAll();
    List<ApnsPush> pushes =
        IntStream.rangeClosed(1, 40).mapToObj(i -> largePushTo(apns.issuedToken(i))).toList();
    long deadline = deadlineIn(Duration.ofMillis(500));

    // When
    List<ApnsOutcome> outcomes =
        pushes.stream()
            .map(push -> client.send(push, deadline).toCompletableFuture())
            .toList()
            .stream()
            .map(TestApns::await)
            .toList();
    apns.simulator().resumeAll();

    // Then
    ApnsPush next = pushTo(apns.issuedToken(41));
    assertThat(send(client, next)).isInstanceOf(Accepted.class);
    for (int i = 0; i < pushes.size(); i++) {
      switch (outcomes.get(i)) {
        case NotSent _ -> assertThat(apns.received(pushes.get(i))).isEmpty();
        case Indeterminate _ -> assertThat(apns.received(pushes.get(i))).hasSize(1);
        default -> throw new AssertionError("unexpected: " + outcomes.get(i));
      }
    }
    assertThat(outcomes)
        .contains(
            new NotSent(
                "no place on a connection before the deadline,"
                    + " last: the deadline passed on a stalled connection"))
        .contains(new Indeterminate("no answer within PT1S"));
  }

  @Test
  void deadlineInThePastMeansNotSent() {
    // Given
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    var outcome = apns.client().send(push, System.nanoTime()).toCompletableFuture();

    // Then
    assertThat(await(outcome)).isInstanceOf(NotSent.class);
    assertThat(apns.simulator().openConnections()).isZero();
  }

  @Test
  void fullQueueTurnsPushesAwayAtOnce() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofSeconds(2), 1);
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.DelayAnswer(Duration.ofMillis(300))).times(1));
    ApnsPush onTheWay = pushTo(apns.issuedToken(1));
    var first = client.send(onTheWay, deadlineIn(PATIENCE)).toCompletableFuture();
    Awaitility.await().until(() -> !apns.received(onTheWay).isEmpty());
    var second =
        client.send(pushTo(apns.issuedToken(2)), deadlineIn(PATIENCE)).toCompletableFuture();

    // When
    var third =
        client.send(pushTo(apns.issuedToken(3)), deadlineIn(PATIENCE)).toCompletableFuture();

    // Then
    assertThat(third).isCompletedWithValue(new NotSent("1 pushes are waiting already"));
    assertThat(await(first)).isInstanceOf(Accepted.class);
    assertThat(await(second)).isInstanceOf(Accepted.class);
  }

  @Test
  void pushWithoutAServerEndsAsNotSentForThatReason() {
    // Given
    PooledApnsClient client = apns.client();
    apns.stop();

    // When
    var outcome =
        client
            .send(pushTo("ab".repeat(80)), deadlineIn(Duration.ofSeconds(1)))
            .toCompletableFuture();

    // Then
    assertThat(await(outcome))
        .isInstanceOfSatisfying(
            NotSent.class,
            notSent ->
                assertThat(notSent.cause())
                    .startsWith("no place on a connection before the deadline")
                    .contains("Connection refused"));
  }

  @Test
  void pushWaitsForAServerThatComesBack() {
    // Given
    PooledApnsClient client = apns.client();
    apns.stop();
    ApnsPush push = pushTo("ab".repeat(80));
    var outcome = client.send(push, deadlineIn(PATIENCE)).toCompletableFuture();

    // When
    apns.startAgain();

    // Then
    assertThat(await(outcome)).isEqualTo(new TokenRejected(Known.BAD_DEVICE_TOKEN, null));
  }

  @Test
  void serverWithAForeignCertificateGetsNothing() throws IOException {
    // Given
    Path foreign = directory.resolve("foreign.pem");
    TlsIdentity.forLocalhost().writeCertificate(foreign);
    TestConfig trusting = apns.config(1, Duration.ofSeconds(2), 100);
    PooledApnsClient client =
        apns.client(
            new TestConfig(
                trusting.port(), foreign, Duration.ofSeconds(2), 1, 100, trusting.keys()));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    var outcome = client.send(push, deadlineIn(Duration.ofSeconds(1))).toCompletableFuture();

    // Then
    assertThat(await(outcome)).isInstanceOf(NotSent.class);
    assertThat(apns.received(push)).isEmpty();
  }
}
