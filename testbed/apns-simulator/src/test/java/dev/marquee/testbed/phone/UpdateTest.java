package dev.marquee.testbed.phone;

import static dev.marquee.testbed.phone.Scene.NOW;
import static dev.marquee.testbed.phone.Scene.aps;
import static dev.marquee.testbed.phone.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an update push does: apns.md 4.1, 4.3, 4.4 and 1.4. */
@Timeout(30)
class UpdateTest {
  private final Scene scene = new Scene();

  @BeforeEach
  void start() throws Exception {
    scene.started("b-1");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Reaction reactionToUpdate(ObjectNode body) throws Exception {
    scene.send(scene.updateToken(), body);
    return scene.lastPush().reaction();
  }

  @Test
  void showsTheNewStateAndRingsIfAsked() throws Exception {
    // Given
    ObjectNode body = scene.updateBody("B");
    aps(body).putObject("alert").put("title", "Gate B").put("body", "Please hurry");

    // When
    Reaction reaction = reactionToUpdate(body);

    // Then
    assertThat(reaction).hasToString("shown: updated");
    assertThat(scene.onlyCard().shown("gate")).isEqualTo("B");
    assertThat(scene.onlyCard().alerts())
        .extracting(Alert::title)
        .containsExactly("Hamlet", "Gate B");
    assertThat(scene.lastPush().bookingId()).isEqualTo("b-1");
    assertThat(scene.lastPush().priority()).isEqualTo(10);
    assertThat(scene.lastPush().timestamp()).isEqualTo(NOW.getEpochSecond());
  }

  /** apns.md 4.3. */
  @ParameterizedTest
  @CsvSource({
    "-2, ignored: older timestamp",
    "-1, ignored: same timestamp",
    "28800, shown: updated",
    "28801, ignored: timestamp too far ahead"
  })
  void takesOnlyNewerTimestampsUpToEightHoursAhead(long offset, String reaction) throws Exception {
    // Given
    ObjectNode body = scene.updateBody("B");
    aps(body).put("timestamp", NOW.getEpochSecond() + offset);

    // When / Then
    assertThat(reactionToUpdate(body)).hasToString(reaction);
  }

  /** apns.md 4.3: one that is far ahead, but not too far, makes every later one older. */
  @Test
  void ignoresWhatComesAfterATimestampFromTheFuture() throws Exception {
    // Given
    ObjectNode ahead = scene.updateBody("B");
    aps(ahead).put("timestamp", NOW.plus(Duration.ofHours(1)).getEpochSecond());
    scene.send(scene.updateToken(), ahead);

    // When
    Reaction reaction = reactionToUpdate(scene.updateBody("C"));

    // Then
    assertThat(reaction).hasToString("ignored: older timestamp");
    assertThat(scene.onlyCard().shown("gate")).isEqualTo("B");
  }

  /** apns.md 4.4: the card stays as it was. */
  @Test
  void keepsTheOldStateWhenTheNewOneDoesNotDecode() throws Exception {
    // Given
    ObjectNode body = scene.updateBody("B");
    state(body).remove("gate");

    // When
    Reaction reaction = reactionToUpdate(body);

    // Then
    assertThat(reaction).hasToString("could not decode: missing member gate");
    assertThat(scene.onlyCard().shown("gate")).isEqualTo("A");
    assertThat(reactionToUpdate(scene.updateBody("C"))).hasToString("shown: updated");
  }

  /** apns.md 1.4: what fits APNs may still be too much for ActivityKit. */
  @Test
  void ignoresAStateThatExceedsFourKilobytesWithTheAttributes() throws Exception {
    // Given
    scene.started("b".repeat(2_000));
    String id = scene.phone.cardsOf("b".repeat(2_000)).getFirst().activityKitId();
    ObjectNode body = scene.updateBody("B".repeat(2_100));

    // When
    int status = scene.send(scene.phone.updateToken(id).orElseThrow(), body).status();

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(scene.lastPush().reaction())
        .hasToString("could not decode: attributes and state exceed 4096 bytes");
  }

  @Test
  void takesNoStartOnAnUpdateToken() throws Exception {
    // When / Then
    assertThat(reactionToUpdate(scene.startBody("b-2")))
        .hasToString("ignored: an update token takes no start");
    assertThat(scene.phone.cards()).hasSize(1);
  }

  @Test
  void survivesABodyThatIsNoJson() throws Exception {
    // When
    scene.provider.push(scene.updateToken()).body("not json").answer();

    // Then
    assertThat(scene.lastPush().reaction()).hasToString("could not decode: no aps object");
  }

  /**
   * apns.md 4.1, 4.5: nothing happens at the stale date but the look, and each update says it anew.
   */
  @Test
  void turnsStaleAndFreshAgain() throws Exception {
    // Given
    ObjectNode body = scene.updateBody("B");
    aps(body).put("stale-date", NOW.plusSeconds(60).getEpochSecond());
    scene.send(scene.updateToken(), body);

    // When
    scene.advance(Duration.ofSeconds(60));
    CardState overdue = scene.onlyCard().state();
    scene.send(scene.updateToken(), scene.updateBody("C"));

    // Then
    assertThat(overdue).isEqualTo(CardState.STALE);
    assertThat(scene.onlyCard().state()).isEqualTo(CardState.ACTIVE);
  }

  private List<String> reactionsToUpdates(int count, String priority) throws Exception {
    for (int i = 0; i < count; i++) {
      scene.advance(Duration.ofSeconds(1));
      scene
          .provider
          .push(scene.updateToken())
          .header("apns-priority", priority)
          .body(scene.updateBody("B" + i).toString())
          .answer();
    }
    List<PhonePush> pushes = scene.phone.pushes();
    return pushes.subList(pushes.size() - count, pushes.size()).stream()
        .map(push -> push.reaction().toString())
        .toList();
  }

  /** apns.md 5.3: above the budget of an hour the system throttles; priority 5 is not counted. */
  @Test
  void throttlesUpdatesOfPriorityTenAndNoOthers() throws Exception {
    // Given
    scene.phone.enableFrequentUpdates(false);
    List<String> within = reactionsToUpdates(HourlyBudget.UPDATES, "10");

    // When
    List<String> above = reactionsToUpdates(2, "10");
    List<String> unhurried = reactionsToUpdates(2, "5");
    scene.advance(Duration.ofHours(1));
    List<String> anHourLater = reactionsToUpdates(1, "10");

    // Then
    assertThat(within).containsOnly("shown: updated");
    assertThat(above).containsOnly("ignored: update budget exceeded");
    assertThat(unhurried).containsOnly("shown: updated");
    assertThat(anHourLater).containsOnly("shown: updated");
  }

  /** apns.md 5.3: more for an app that may update frequently. */
  @Test
  void throttlesLaterWhatMayUpdateFrequently() throws Exception {
    // When
    List<String> reactions = reactionsToUpdates(HourlyBudget.FREQUENT_UPDATES + 1, "10");

    // Then
    assertThat(reactions.subList(0, HourlyBudget.FREQUENT_UPDATES)).containsOnly("shown: updated");
    assertThat(reactions.getLast()).isEqualTo("ignored: update budget exceeded");
  }

  /** apns.md 1.2, 5.3: a missing priority is 10. The phone keeps what it was. */
  @Test
  void remembersThePriorityOfEachPush() throws Exception {
    // When
    scene
        .provider
        .push(scene.updateToken())
        .header("apns-priority", "5")
        .body(scene.updateBody("B").toString())
        .answer();
    scene.provider.push(scene.updateToken()).without("apns-priority").answer();

    // Then
    assertThat(scene.phone.pushes()).extracting(PhonePush::priority).containsExactly(10, 5, 10);
  }
}
