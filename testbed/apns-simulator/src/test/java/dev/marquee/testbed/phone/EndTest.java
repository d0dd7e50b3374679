package dev.marquee.testbed.phone;

import static dev.marquee.testbed.phone.Scene.NOW;
import static dev.marquee.testbed.phone.Scene.aps;
import static dev.marquee.testbed.phone.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.apns.PushClient.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a Live Activity ends: apns.md 4.3 and 4.5. */
@Timeout(30)
class EndTest {
  private final Scene scene = new Scene();
  private String id = "";
  private String token = "";

  @BeforeEach
  void start() throws Exception {
    id = scene.started("b-1").activityKitId();
    token = scene.updateToken();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Card card() {
    return scene.phone.allCards().getFirst();
  }

  /** apns.md 4.5: in the past, never given, near, and beyond the four hours. */
  @ParameterizedTest
  @CsvSource({"-1,0", "600,600", "14400,14400", "14401,14400", "864000,14400", ",14400"})
  void leavesTheLockScreenAtItsDismissalDate(Long dismissalAfter, long leavesAfter)
      throws Exception {
    // Given
    ObjectNode body = scene.endBody("B");
    if (dismissalAfter != null) {
      aps(body).put("dismissal-date", NOW.getEpochSecond() + dismissalAfter);
    }

    // When
    scene.send(token, body);

    // Then
    assertThat(card().endedAt()).isEqualTo(NOW);
    assertThat(card().leavesAt()).isEqualTo(NOW.plusSeconds(leavesAfter));
    assertThat(card().onLockScreen()).isEqualTo(leavesAfter > 0);
    assertThat(card().shown("gate")).isEqualTo("B");
    scene.advance(Duration.ofSeconds(leavesAfter));
    assertThat(card().state()).isEqualTo(CardState.DISMISSED);
  }

  /** apns.md 4.1: without a state the last one stays. */
  @Test
  void keepsTheLastStateWhenTheEndHasNone() throws Exception {
    // Given
    ObjectNode body = scene.endBody("B");
    aps(body).remove("content-state");

    // When
    scene.send(token, body);

    // Then
    assertThat(card().state()).isEqualTo(CardState.ENDED);
    assertThat(card().shown("gate")).isEqualTo("A");
  }

  @Test
  void goesOnRunningWhenTheLastStateDoesNotDecode() throws Exception {
    // Given
    ObjectNode body = scene.endBody("B");
    state(body).put("gate", 7);

    // When
    scene.send(token, body);

    // Then
    assertThat(card().running()).isTrue();
  }

  /** apns.md 4.3: an end is not held to the order. */
  @Test
  void endsOnAnOldTimestamp() throws Exception {
    // Given
    ObjectNode body = scene.endBody("B");
    aps(body).put("timestamp", NOW.getEpochSecond() - 3_600);

    // When
    scene.send(token, body);

    // Then
    assertThat(card().state()).isEqualTo(CardState.ENDED);
  }

  /** apns.md 4.3, and 9 about the 200. */
  @Test
  void ignoresWhatArrivesAfterTheEnd() throws Exception {
    // Given
    scene.send(token, scene.endBody("B"));
    scene.advance(Duration.ofMinutes(1));

    // When
    Answer answer = scene.send(token, scene.updateBody("C"));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(scene.lastPush().reaction()).hasToString("ignored: activity has ended");
    assertThat(card().shown("gate")).isEqualTo("B");
  }

  /** apns.md 3.2: the usual answer once the activity's token is over. */
  @Test
  void letsItsTokenExpireSomeTimeAfterTheEnd() throws Exception {
    // Given
    scene.send(token, scene.endBody("B"));
    scene.advance(Duration.ofMinutes(30));

    // When
    Answer answer = scene.send(token, scene.updateBody("C"));

    // Then
    assertThat(answer.reason()).isEqualTo("ExpiredToken");
    assertThat(answer.body().getLong("timestamp")).isEqualTo(NOW.toEpochMilli());
  }

  /** apns.md 4.5: 8 hours running, 4 more on the Lock Screen. */
  @Test
  void isEndedByTheSystemAfterEightHours() {
    // When
    scene.advance(Duration.ofHours(8).minusSeconds(1));
    CardState before = card().state();
    scene.advance(Duration.ofSeconds(1));
    CardState after = card().state();
    scene.advance(Duration.ofHours(4));

    // Then
    assertThat(before).isEqualTo(CardState.ACTIVE);
    assertThat(after).isEqualTo(CardState.ENDED);
    assertThat(card().state()).isEqualTo(CardState.DISMISSED);
    assertThat(card().endedAt()).isEqualTo(NOW.plus(Duration.ofHours(8)));
  }

  /** apns.md 4.5: a swipe ends it for good. */
  @Test
  void isGoneOnceSwipedAway() throws Exception {
    // When
    scene.phone.swipeAway(id);
    scene.advance(Duration.ofSeconds(1));
    scene.send(token, scene.updateBody("B"));

    // Then
    assertThat(scene.phone.cards()).isEmpty();
    assertThat(card().state()).isEqualTo(CardState.DISMISSED);
    assertThat(scene.lastPush().reaction()).hasToString("ignored: activity has ended");
  }
}
