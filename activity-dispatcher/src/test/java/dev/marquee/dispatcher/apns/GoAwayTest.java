package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static dev.marquee.dispatcher.apns.TestApns.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.apns.ApnsOutcome.Accepted;
import dev.marquee.dispatcher.apns.ApnsOutcome.Indeterminate;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.Fault.Farewell;
import dev.marquee.testbed.apns.FaultRule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that leaves, in each of the ways it can. */
@Timeout(60)
class GoAwayTest {

  @RegisterExtension final TestApns apns = new TestApns();

  @ParameterizedTest
  @EnumSource
  void everyFarewellTellsTheTruth(Farewell farewell) {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofSeconds(5), 100);
    send(client, pushTo(apns.issuedToken(1)));
    apns.simulator()
        .faults()
        .inject(FaultRule.always(new Fault.GoAway(farewell, Fault.NO_ERROR, "Shutdown")).times(1));
    ApnsPush push = pushTo(apns.issuedToken(2));

    // When
    ApnsOutcome outcome = send(client, push);

    // Then
    switch (farewell) {
      case GRACEFUL, ANNOUNCED, EARLY -> assertThat(outcome).isEqualTo(new Accepted(null));
      case ABRUPT -> assertThat(outcome).isInstanceOf(Indeterminate.class);
    }
    assertThat(apns.deliveries(push)).isEqualTo(1);
    assertThat(send(client, pushTo(apns.issuedToken(3)))).isEqualTo(new Accepted(null));
  }

  @Test
  void aServerThatAsksForCalmIsNotHurried() {
    // Given
    PooledApnsClient client = apns.client(1, Duration.ofSeconds(5), 100);
    send(client, pushTo(apns.issuedToken(1)));
    var calm =
        apns.simulator()
            .faults()
            .inject(
                FaultRule.always(
                    new Fault.GoAway(Farewell.EARLY, Fault.ENHANCE_YOUR_CALM, "TooManyRequests")));

    // When
    var outcome =
        client
            .send(pushTo(apns.issuedToken(2)), TestApns.deadlineIn(Duration.ofSeconds(2)))
            .toCompletableFuture();

    // Then
    assertThat(TestApns.await(outcome)).isInstanceOf(ApnsOutcome.NotSent.class);
    assertThat(calm.hits()).isLessThan(15);
  }
}
