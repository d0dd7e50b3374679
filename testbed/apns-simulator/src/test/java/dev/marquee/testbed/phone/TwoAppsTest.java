package dev.marquee.testbed.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.apns.PushClient;
import dev.marquee.testbed.apns.PushClient.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two apps on one iPhone: apns.md 1.2, 5.1 and 5.4, each app for itself. */
@Timeout(30)
class TwoAppsTest {
  private static final AppDefinition CINEMA =
      AppDefinition.of("com.example.cinema", "1.0", Scene.TICKET);

  private final Scene scene = new Scene();
  private final VirtualPhone tickets = scene.phone;
  private final VirtualPhone cinema = tickets.install(CINEMA, ApnsEnvironment.PRODUCTION);

  @AfterEach
  void close() {
    scene.close();
  }

  private PushClient.Push push(VirtualPhone app, String token, ObjectNode body) {
    return scene
        .provider
        .push(token)
        .header("apns-topic", app.app().bundleId() + ".push-type.liveactivity")
        .body(body.toString());
  }

  private Answer start(VirtualPhone app, String bookingId, double relevance) throws Exception {
    ObjectNode body = scene.startBody(bookingId);
    Scene.aps(body).put("relevance-score", relevance);
    return push(app, app.startToken("TicketAttributes").orElseThrow(), body).answer();
  }

  private Answer update(VirtualPhone app, String gate) throws Exception {
    String id = app.allCards().getFirst().activityKitId();
    return push(app, app.updateToken(id).orElseThrow(), scene.updateBody(gate)).answer();
  }

  /** apns.md 4.1: relevance is compared over the whole Lock Screen. */
  @Test
  void shareTheLockScreen() throws Exception {
    // When
    start(tickets, "b-1", 10);
    start(cinema, "b-2", 50);

    // Then
    assertThat(tickets.cards()).extracting(Card::bookingId).containsExactly("b-2", "b-1");
    assertThat(cinema.cards()).isEqualTo(tickets.cards());
    assertThat(cinema.allCards()).extracting(Card::bookingId).containsExactly("b-2");
  }

  /** apns.md 5.1: a token is good for its own app only. */
  @Test
  void haveTokensAndDeviceIdsOfTheirOwn() throws Exception {
    // When
    Answer wrongTopic = push(cinema, scene.startToken(), scene.startBody("b-1")).answer();

    // Then
    assertThat(wrongTopic.reason()).isEqualTo("DeviceTokenNotForTopic");
    assertThat(cinema.deviceId()).isNotEqualTo(tickets.deviceId());
  }

  /** apns.md 1.2: one push is stored for each app, not one for the phone. */
  @Test
  void eachGetItsNewestPushWhenThePhoneIsOnlineAgain() throws Exception {
    // Given
    start(tickets, "b-1", 0);
    start(cinema, "b-2", 0);
    cinema.goOffline();
    scene.advance(Duration.ofSeconds(1));

    // When
    update(tickets, "B");
    update(cinema, "C");
    boolean offline = tickets.isOffline();
    tickets.goOnline();

    // Then
    assertThat(offline).isTrue();
    assertThat(tickets.allCards().getFirst().shown("gate")).isEqualTo("B");
    assertThat(cinema.allCards().getFirst().shown("gate")).isEqualTo("C");
  }

  /** apns.md 5.4: the budget is per app. */
  @Test
  void haveStartBudgetsOfTheirOwn() throws Exception {
    // Given
    for (int i = 0; i <= HourlyBudget.STARTS; i++) {
      start(tickets, "b-" + i, 0);
    }

    // When
    start(cinema, "b-20", 0);

    // Then
    assertThat(tickets.allCards()).hasSize(HourlyBudget.STARTS);
    assertThat(cinema.allCards()).hasSize(1);
  }

  @Test
  void goAndStayEachForItself() throws Exception {
    // Given
    start(tickets, "b-1", 0);
    start(cinema, "b-2", 0);

    // When
    tickets.uninstallApp();

    // Then
    assertThat(cinema.cards()).extracting(Card::bookingId).containsExactly("b-2");
    assertThat(cinema.isAppInstalled()).isTrue();
  }

  /** apns.md 5.1: builds for the App Store and from Xcode side by side, each in its environment. */
  @Test
  void mayBeBuildsOfBothEnvironments() throws Exception {
    // Given
    VirtualPhone fromXcode =
        tickets.install(
            AppDefinition.of("com.example.tickets.dev", "3.2", Scene.TICKET),
            ApnsEnvironment.SANDBOX);

    // When
    Answer toProduction = start(fromXcode, "b-1", 0);
    start(tickets, "b-1", 0);

    // Then
    assertThat(toProduction.reason()).isEqualTo("BadDeviceToken");
    assertThat(tickets.cards()).hasSize(1);
  }
}
