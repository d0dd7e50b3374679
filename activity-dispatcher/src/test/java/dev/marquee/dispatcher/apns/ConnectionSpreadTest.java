package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.PATIENCE;
import static dev.marquee.dispatcher.apns.TestApns.await;
import static dev.marquee.dispatcher.apns.TestApns.deadlineIn;
import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static dev.marquee.dispatcher.apns.TestApns.send;
import static dev.marquee.dispatcher.apns.TestApns.sendAll;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.apns.ApnsOutcome.Accepted;
import dev.marquee.dispatcher.apns.ApnsOutcome.NotSent;
import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultRule;
import dev.marquee.testbed.apns.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where connections go, what each of them carries, and that hosts leave each other alone. */
@Timeout(120)
class ConnectionSpreadTest {

  private static final int CONNECTIONS = 4;
  private static final int PUSHES = 400;

  @TempDir Path directory;

  @Test
  void everyConnectionCarriesItsShare() {
    try (var apns = new TestApns(directory, UnaryOperator.identity())) {
      // Given
      PooledApnsClient client = apns.client(CONNECTIONS, PATIENCE, PUSHES);
      List<ApnsPush> pushes = pushes(apns);
      apns.simulator()
          .faults()
          .inject(FaultRule.always(new Fault.DelayAnswer(Duration.ofMillis(500))));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> sendAll(client, pushes).size() == PUSHES && connections(apns).size() == 4);
      long before = apns.simulator().log().total();

      // When
      sendAll(client, pushes);

      // Then
      Map<Long, Long> shares =
          apns.simulator().log().all().stream()
              .skip(before)
              .collect(groupingBy(received -> received.request().connectionId(), counting()));
      assertThat(shares).hasSize(CONNECTIONS);
      assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(80L, 120L));
    }
  }

  @Test
  void everyConnectionLooksTheHostUpAnew() {
    try (var apns = new TestApns(directory, UnaryOperator.identity())) {
      // Given
      AtomicInteger lookups = new AtomicInteger();
      HostLookup platform = HostLookup.ofPlatform(new Random(7));
      PooledApnsClient client =
          apns.client(
              apns.config(1, Duration.ofSeconds(2), 100),
              host -> {
                lookups.incrementAndGet();
                return platform.addressOf(host);
              });
      send(client, pushTo(apns.issuedToken(1)));
      int first = lookups.get();

      // When
      apns.stop();
      apns.startAgain();
      ApnsOutcome outcome = send(client, pushTo(apns.issuedToken(1)));

      // Then
      assertThat(outcome).isEqualTo(new Accepted(null));
      assertThat(first).isEqualTo(1);
      assertThat(lookups.get()).isGreaterThan(first);
    }
  }

  @Test
  void aHostThatNobodyKnewIsAskedForAgain() {
    try (var apns = new TestApns(directory, UnaryOperator.identity())) {
      // Given
      AtomicInteger lookups = new AtomicInteger();
      PooledApnsClient client =
          apns.client(
              apns.config(1, Duration.ofSeconds(2), 100),
              host -> {
                if (lookups.incrementAndGet() < 3) {
                  throw new UnknownHostException(host);
                }
                return InetAddress.getLoopbackAddress();
              });

      // When
      ApnsOutcome outcome = send(client, pushTo(apns.issuedToken(1)));

      // Then
      assertThat(outcome).isEqualTo(new Accepted(null));
      assertThat(lookups).hasValue(3);
    }
  }

  @Test
  void aServerThatProvesItsAddressButNotItsNameGetsNothing() throws IOException {
    TlsIdentity ofTheAddress = TlsIdentity.selfSigned(List.of("elsewhere"), List.of("127.0.0.1"));
    try (var apns = new TestApns(directory, simulator -> simulator.tlsIdentity(ofTheAddress))) {
      // Given
      Path trusted = directory.resolve("elsewhere.pem");
      ofTheAddress.writeCertificate(trusted);
      TestConfig config = apns.config(1, Duration.ofSeconds(2), 100);
      PooledApnsClient client =
          apns.client(
              new TestConfig(config.port(), trusted, Duration.ofSeconds(2), 1, 100, config.keys()),
              _ -> InetAddress.getLoopbackAddress());
      ApnsPush push = pushTo(apns.issuedToken(1));

      // When
      var outcome = client.send(push, deadlineIn(Duration.ofSeconds(1))).toCompletableFuture();

      // Then
      assertThat(await(outcome)).isInstanceOf(NotSent.class);
      assertThat(apns.received(push)).isEmpty();
    }
  }

  @Test
  void aHostThatDoesNotAnswerTakesNothingFromAnother() {
    try (var apns = new TestApns(directory, UnaryOperator.identity());
        ApnsSimulator fast = apns.startSandbox()) {
      // Given
      TestConfig config = apns.config(2, PATIENCE, PUSHES);
      PooledApnsClient client =
          apns.client(
              new TestConfig(
                  config.port(),
                  fast.port(),
                  config.certificate(),
                  PATIENCE,
                  2,
                  PUSHES,
                  config.keys()));
      sendAll(client, pushes(apns));
      apns.simulator().faults().inject(FaultRule.always(new Fault.LoseAnswer()));
      List<CompletableFuture<ApnsOutcome>> slow =
          pushes(apns).stream()
              .map(push -> client.send(push, deadlineIn(PATIENCE)).toCompletableFuture())
              .toList();
      ApnsLane sandbox = new ApnsLane(TestApns.APP, ApnsEnvironment.SANDBOX);

      // When
      List<ApnsOutcome> outcomes =
          sendAll(
              client,
              IntStream.range(0, PUSHES)
                  .mapToObj(i -> pushTo(TestApns.issuedToken(i, fast), sandbox, true))
                  .toList());
      long answered = slow.stream().filter(CompletableFuture::isDone).count();

      // Then
      apns.stop();
      assertThat(outcomes).hasSize(PUSHES).allMatch(Accepted.class::isInstance);
      assertThat(answered).isZero();
    }
  }

  private static Set<Long> connections(TestApns apns) {
    return apns.simulator().log().all().stream()
        .map(received -> received.request().connectionId())
        .collect(toSet());
  }

  private static List<ApnsPush> pushes(TestApns apns) {
    return IntStream.range(0, PUSHES).mapToObj(i -> pushTo(apns.issuedToken(i))).toList();
  }
}
