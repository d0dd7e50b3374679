package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.delivery.InspectedActivity.InspectedPush;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which event a push is put down to, from ingest to what the person on call reads. */
@Timeout(60)
class PushHistoryTest {
  private static final ApnsOutcome ACCEPTED = new ApnsOutcome.Accepted(null);
  private static ActivityDatabase database;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void everyPushNamesTheNewestEventThatItCarried() {
    // Given
    OneCard card = new OneCard(database).live();
    card.gate("B").gate("C");

    // When
    card.settle(card.claim(), ACCEPTED);

    // Then
    assertThat(causes()).containsExactly("update by e-003", "start by e-001");
  }

  @Test
  void anEventThatCameLateAndIsOlderCausesNothing() {
    // Given
    OneCard card = new OneCard(database).live();
    card.gate("B");

    // When
    card.lateGate("C", Duration.ofSeconds(30));
    card.settle(card.claim(), ACCEPTED);

    // Then
    assertThat(causes()).containsExactly("update by e-002", "start by e-001");
  }

  @Test
  void aPushThatNobodyAnsweredHasItsCauseToo() {
    // Given
    OneCard card = new OneCard(database).live();
    card.gate("B");

    // When
    card.settle(card.claim(), new ApnsOutcome.Indeterminate("reset"));

    // Then
    assertThat(pushes())
        .first()
        .satisfies(push -> {
          assertThat(push.result()).isEqualTo("unknown");
          assertThat(push.causedBy()).isEqualTo("e-002");
        });
  }

  @Test
  void everyPushIsNamedAsOnTheWire() {
    // Given
    OneCard card = new OneCard(database).live();
    Decided holder = card.gate("B").claim();

    // When
    card.settle(holder, ACCEPTED);

    // Then
    String onTheWire =
        PushRequest.of(holder.claim(), (NextStep.Push) holder.step()).apnsId().toString();
    assertThat(pushes()).first().extracting(InspectedPush::apnsId).isEqualTo(onTheWire);
  }

  private static List<String> causes() {
    return pushes().stream().map(push -> push.event() + " by " + push.causedBy()).toList();
  }

  private static List<InspectedPush> pushes() {
    return new ActivityInspection(
            database.transactions(),
            new ActivityTypes(Optional::empty),
            new TestForecastConfig(),
            BusinessClock.system())
        .of("b-1")
        .getFirst()
        .pushes();
  }
}
