package dev.marquee.testbed.phone;

import static dev.marquee.testbed.phone.Scene.NOW;
import static dev.marquee.testbed.phone.Scene.aps;
import static dev.marquee.testbed.phone.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a start push does: apns.md 4.1, 4.4, 5.1, 5.2, 5.4 and 5.5. */
@Timeout(30)
class StartTest {
  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void showsACardAndRings() throws Exception {
    // Given
    ObjectNode body = scene.startBody("b-1");
    aps(body).put("stale-date", NOW.plusSeconds(600).getEpochSecond()).put("relevance-score", 50);
    aps(body).withObject("/alert").put("sound", "default");

    // When
    scene.send(scene.startToken(), body);

    // Then
    Card card = scene.onlyCard();
    assertThat(card.bookingId()).isEqualTo("b-1");
    assertThat(card.shown("gate")).isEqualTo("A");
    assertThat(card.state()).isEqualTo(CardState.ACTIVE);
    assertThat(card.startedAt()).isEqualTo(NOW);
    assertThat(card.staleDate()).isEqualTo(NOW.plusSeconds(600));
    assertThat(card.relevanceScore()).isEqualTo(50);
    assertThat(card.alerts()).containsExactly(new Alert("Hamlet", "Doors at seven", "default"));
    assertThat(scene.lastPush().reaction()).hasToString("shown: started");
    assertThat(scene.lastPush().activityKitId()).isEqualTo(card.activityKitId());
  }

  private static Arguments silent(String what, Consumer<ObjectNode> spoil, String reaction) {
    return argumentSet(what, spoil, reaction);
  }

  /** Each is accepted by APNs with 200 and shows nothing. */
  static Stream<Arguments> silentStarts() {
    return Stream.of(
        silent("4.1 no aps", body -> body.remove("aps"), "ignored: unknown attributes type"),
        silent(
            "4.1 no timestamp",
            body -> aps(body).remove("timestamp"),
            "could not decode: no timestamp"),
        silent("4.1 no alert", body -> aps(body).remove("alert"), "ignored: start without alert"),
        silent(
            "4.2 empty alert",
            body -> aps(body).putObject("alert"),
            "ignored: start without alert"),
        silent(
            "4.1 no state",
            body -> aps(body).remove("content-state"),
            "could not decode: no content-state"),
        silent(
            "4.1 no attributes",
            body -> aps(body).remove("attributes"),
            "could not decode: expected an object, found "),
        silent(
            "4.4 missing member",
            body -> state(body).remove("gate"),
            "could not decode: missing member gate"),
        silent(
            "4.4 missing attribute",
            body -> aps(body).putObject("attributes"),
            "could not decode: missing member bookingId"),
        silent(
            "4.4 wrong attributes type",
            body -> aps(body).put("attributes-type", "Widget.TicketAttributes"),
            "ignored: unknown attributes type"),
        silent(
            "4.4 date as text",
            body -> state(body).put("startsAt", "2026-11-22T10:00:00Z"),
            "could not decode: member startsAt: expected a number of seconds since 2001, found \"2026-11-22T10:00:00Z\""),
        silent(
            "4.3 timestamp in milliseconds",
            body -> aps(body).put("timestamp", NOW.toEpochMilli()),
            "ignored: timestamp too far ahead"),
        silent(
            "4.3 timestamp more than 8 hours ahead",
            body -> aps(body).put("timestamp", NOW.plus(Duration.ofHours(8)).getEpochSecond() + 1),
            "ignored: timestamp too far ahead"),
        silent(
            "5.1 update to a start token",
            body -> aps(body).put("event", "update"),
            "ignored: a start token takes no update"));
  }

  @ParameterizedTest
  @MethodSource("silentStarts")
  void showsNothingAndTellsNobody(Consumer<ObjectNode> spoil, String reaction) throws Exception {
    // When
    Reaction actual = scene.reactionToStart(spoil);

    // Then
    assertThat(actual).hasToString(reaction);
    assertThat(scene.phone.allCards()).isEmpty();
    assertThat(scene.provider.apns.log().all()).allMatch(push -> push.accepted());
  }

  /** apns.md 3.4, 7: a repeated start is a second card. */
  @Test
  void showsASecondCardForASecondStart() throws Exception {
    // When
    scene.started("b-1");
    scene.started("b-1");

    // Then
    assertThat(scene.phone.cardsOf("b-1"))
        .hasSize(2)
        .extracting(Card::activityKitId)
        .doesNotHaveDuplicates();
  }

  /** apns.md 5.4. */
  @Test
  void startsTenCardsAnHourAndThenSilentlyNone() throws Exception {
    // Given
    for (int i = 0; i < 10; i++) {
      scene.started("b-" + i);
    }

    // When
    scene.send(scene.startToken(), scene.startBody("b-10"));
    Reaction eleventh = scene.lastPush().reaction();
    scene.advance(Duration.ofHours(1));
    scene.send(scene.startToken(), scene.startBody("b-10"));

    // Then
    assertThat(eleventh).hasToString("ignored: push-to-start budget exceeded");
    assertThat(scene.lastPush().shown()).isTrue();
    assertThat(scene.phone.cards()).hasSize(11);
  }

  /** apns.md 5.4: what is not shown is not counted. */
  @Test
  void spendsNoBudgetOnStartsThatDoNotDecode() throws Exception {
    // Given
    for (int i = 0; i < 20; i++) {
      scene.reactionToStart(body -> state(body).remove("gate"));
    }

    // When
    scene.started("b-1");

    // Then
    assertThat(scene.onlyCard().bookingId()).isEqualTo("b-1");
  }

  /** apns.md 5.5. */
  @Test
  void showsNothingWhenLiveActivitiesAreSwitchedOff() throws Exception {
    // Given
    scene.phone.enableActivities(false);

    // When
    Reaction reaction = scene.reactionToStart(body -> {});

    // Then
    assertThat(reaction).hasToString("ignored: Live Activities are switched off");
  }

  /** apns.md 4.1: below iOS 18 a channel keeps the card from starting. */
  @Test
  void startsNoCardWithAChannelBeforeIos18() throws Exception {
    // Given
    VirtualPhone old = scene.addPhone(PhoneProfile.of("old iPhone", "anna").withOsVersion("17.4"));
    ObjectNode body = scene.startBody("b-1");
    aps(body).put("input-push-channel", "Y2hhbm5lbA==");

    // When
    scene.send(old.startToken("TicketAttributes").orElseThrow(), body);
    scene.send(scene.startToken(), body);

    // Then
    assertThat(old.cards()).isEmpty();
    assertThat(scene.phone.cards()).hasSize(1);
  }

  /** apns.md 5.1, 3.4: APNs accepts a replaced start token for weeks, in vain. */
  @Test
  void ignoresAStartToAReplacedToken() throws Exception {
    // Given
    String replaced = scene.startToken();
    scene.phone.rotateStartToken("TicketAttributes");

    // When
    int status = scene.send(replaced, scene.startBody("b-1")).status();
    scene.send(scene.startToken(), scene.startBody("b-2"));

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(scene.phone.pushesOf("b-1").getFirst().reaction())
        .hasToString("ignored: replaced start token");
    assertThat(scene.onlyCard().bookingId()).isEqualTo("b-2");
  }

  /** apns.md 4.1: the most relevant card is on top. */
  @Test
  void ordersCardsByRelevance() throws Exception {
    // Given
    ObjectNode relevant = scene.startBody("b-2");
    aps(relevant).put("relevance-score", 100);

    // When
    scene.started("b-1");
    scene.send(scene.startToken(), relevant);

    // Then
    assertThat(scene.phone.cards()).extracting(Card::bookingId).containsExactly("b-2", "b-1");
  }

  /** apns.md 4.2: the nested form of localisation, whose texts only the app knows. */
  @Test
  void readsALocalisedAlert() throws Exception {
    // Given
    ObjectNode body = scene.startBody("b-1");
    ObjectNode alert = aps(body).putObject("alert");
    alert.putObject("title").put("loc-key", "GATE").putArray("loc-args").add("A").add("7");
    alert.putObject("body").put("loc-key", "SOON");

    // When
    scene.send(scene.startToken(), body);

    // Then
    assertThat(scene.onlyCard().alerts()).containsExactly(new Alert("GATE(A, 7)", "SOON", null));
  }
}
