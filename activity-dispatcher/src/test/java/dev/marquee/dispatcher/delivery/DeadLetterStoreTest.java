package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was given up, on a real PostgreSQL. */
@Timeout(60)
class DeadLetterStoreTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null);
  private static final ActivityTypes TYPES = new ActivityTypes(Optional::empty);
  private static ActivityDatabase database;
  private static DueStore due;
  private static DeadLetterStore deadLetters;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
    due = new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 8));
    deadLetters = new DeadLetterStore(database.transactions());
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void giveUpTwo() {
    database.empty();
    database.addActivities(2, NOW);
    for (Decided decided : claim(NOW)) {
      Settlement refused =
          new DeliveryPolicy(new Random(7))
              .afterPush(
                  decided,
                  (NextStep.Push) decided.step(),
                  new ApnsOutcome.RequestRejected(RejectionReason.Known.BAD_TOPIC),
                  NOW,
                  Duration.ZERO);
      new SettleStore(database.transactions()).settle(List.of(refused), NOW);
    }
  }

  @Test
  void listsWhatWasGivenUpAndWhy() {
    // When
    List<DeadLetter> listed = deadLetters.list(ALL, 10);

    // Then
    assertThat(listed).extracting(DeadLetter::bookingId).containsExactlyInAnyOrder("b-1", "b-2");
    assertThat(listed).allMatch(letter -> letter.reason().contains("400 BadTopic"));
    assertThat(deadLetters.list(new DeadLetterFilter("badtopic", null, NOW, null), 10)).hasSize(2);
    assertThat(deadLetters.list(new DeadLetterFilter("410", null, null, null), 10)).isEmpty();
    assertThat(deadLetters.list(new DeadLetterFilter(null, "other", null, null), 10)).isEmpty();
    assertThat(deadLetters.list(new DeadLetterFilter(null, null, null, NOW), 10)).isEmpty();
  }

  private static List<Decided> claim(Instant now) {
    return due.claim(
        10,
        now,
        0,
        Set.of(),
        claim -> Decided.of(claim, TYPES.next(claim.snapshot(), claim.claimedAt())));
  }
}
