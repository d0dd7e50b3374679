package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.apns.ApnsPriority;
import dev.marquee.dispatcher.apns.ApnsPush;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PushRequestTest {
  private static final Snapshots CHANGED =
      Snapshots.live().withShowGate("C", Snapshots.CARD_AT.plusSeconds(60));

  @Test
  void aStartIsOfNoUseAfterTenMinutesAndReplacesItsStoredTwin() {
    // When
    ApnsPush push = request(Snapshots.confirmed(), Snapshots.CARD_AT);

    // Then
    assertThat(push.expiration()).isEqualTo(Snapshots.CARD_AT.plus(Duration.ofMinutes(10)));
    assertThat(push.collapseId()).isEqualTo("activity-17");
    assertThat(push.priority()).isEqualTo(ApnsPriority.IMMEDIATE);
    assertThat(push.provenToken()).isFalse();
  }

  @Test
  void aStartIsOfNoUseOnceItsCardWouldBeOver() {
    // When
    ApnsPush push = request(Snapshots.confirmed(), Snapshots.OVER_AT.minusSeconds(90));

    // Then
    assertThat(push.expiration()).isEqualTo(Snapshots.OVER_AT);
  }

  @Test
  void anUpdateIsStoredUntilItsStaleDateAndNeverCollapsed() {
    // Given
    Instant now = Snapshots.CARD_AT.plusSeconds(60);
    NextStep.Update update = (NextStep.Update) CHANGED.next(now);

    // When
    ApnsPush push = request(CHANGED, now);

    // Then
    assertThat(push.expiration()).isEqualTo(update.staleDate());
    assertThat(push.collapseId()).isNull();
    assertThat(push.provenToken()).isTrue();
  }

  @Test
  void anEndOutlivesAFewHoursOffline() {
    // When
    ApnsPush push = request(CHANGED, Snapshots.OVER_AT);

    // Then
    assertThat(push.expiration()).isEqualTo(Snapshots.OVER_AT.plus(Duration.ofHours(4)));
    assertThat(push.collapseId()).isNull();
    assertThat(push.priority()).isEqualTo(ApnsPriority.IMMEDIATE);
  }

  @Test
  void everyRequestIsNamedByItsActivityAndTimestamp() {
    // When
    ApnsPush push = request(CHANGED, Snapshots.OVER_AT);

    // Then
    assertThat(push.apnsId()).isEqualTo(ApnsIds.of(17, Snapshots.OVER_AT.getEpochSecond()));
    assertThat(push.apnsId().version()).isEqualTo(5);
  }

  private static ApnsPush request(Snapshots snapshots, Instant now) {
    Claim claim =
        new Claim(
            17,
            2,
            new ApnsLane("com.example.tickets", ApnsEnvironment.SANDBOX),
            now.getEpochSecond(),
            3,
            0,
            0,
            now,
            0,
            false,
            snapshots.snapshot());
    return PushRequest.of(claim, (NextStep.Push) snapshots.next(now));
  }
}
