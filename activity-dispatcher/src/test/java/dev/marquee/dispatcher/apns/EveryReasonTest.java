package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static dev.marquee.dispatcher.apns.TestApns.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.apns.ApnsOutcome.TokenRejected;
import dev.marquee.testbed.apns.ApnsReason;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultRule;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each reason that Apple documents, on a real connection: whatever the client tries by itself, it
 * ends with the outcome that {@code AnswerTableTest} goes on with.
 */
@Timeout(60)
class EveryReasonTest {

  @RegisterExtension final TestApns apns = new TestApns();

  @ParameterizedTest
  @EnumSource(ApnsReason.class)
  void reasonThatStaysArrivesAsTheTableTakesIt(ApnsReason reason) {
    // Given
    apns.simulator().faults().inject(FaultRule.always(new Fault.AnswerWith(reason)));
    ApnsPush push = pushTo(apns.issuedToken(1));

    // When
    ApnsOutcome outcome = send(apns.client(), push);

    // Then
    assertThat(withoutTime(outcome))
        .isEqualTo(withoutTime(AnswersOnTheWire.outcomeOf(reason.status(), reason.text())));
    assertThat(apns.received(push)).hasSizeBetween(1, 2);
    assertThat(apns.deliveries(push)).isZero();
  }

  private static ApnsOutcome withoutTime(ApnsOutcome outcome) {
    return outcome instanceof TokenRejected rejected
        ? new TokenRejected(rejected.reason(), null)
        : outcome;
  }
}
