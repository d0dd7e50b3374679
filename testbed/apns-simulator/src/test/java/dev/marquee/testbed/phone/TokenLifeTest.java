package dev.marquee.testbed.phone;

import static dev.marquee.testbed.phone.Scene.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.apns.PushClient.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How tokens live and die with phone and app: apns.md 1.2, 3.3, 3.4 and 5.1. */
@Timeout(30)
class TokenLifeTest {
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

  /** apns.md 5.1: the old one must be discarded. */
  @Test
  void takesUpdatesOnlyOnTheNewestToken() throws Exception {
    // Given
    scene.phone.rotateUpdateToken(id);

    // When
    Answer old = scene.send(token, scene.updateBody("B"));
    Answer current = scene.send(scene.updateToken(), scene.updateBody("C"));

    // Then
    assertThat(old.reason()).isEqualTo("Unregistered");
    assertThat(current.status()).isEqualTo(200);
    assertThat(scene.onlyCard().shown("gate")).isEqualTo("C");
  }

  /** apns.md 3.3: every token of the app is dead, since then. */
  @Test
  void answersGoneForEveryTokenOfARemovedApp() throws Exception {
    // Given
    String startToken = scene.startToken();
    scene.phone.uninstallApp();
    scene.advance(Duration.ofMinutes(5));

    // When
    List<Answer> answers =
        List.of(
            scene.send(startToken, scene.startBody("b-2")),
            scene.send(token, scene.updateBody("B")));

    // Then
    assertThat(answers).extracting(Answer::reason).containsOnly("Unregistered");
    assertThat(answers)
        .extracting(answer -> answer.body().getLong("timestamp"))
        .containsOnly(NOW.toEpochMilli());
    assertThat(scene.phone.cards()).isEmpty();
  }

  @Test
  void startsAfreshWhenReinstalled() throws Exception {
    // Given
    String deviceId = scene.phone.deviceId();
    String startToken = scene.startToken();
    scene.phone.uninstallApp();

    // When
    scene.phone.reinstallApp();
    scene.phone.signIn();
    scene.send(scene.startToken(), scene.startBody("b-1"));
    await().until(() -> scene.fleet.pendingReports() == 0);

    // Then
    assertThat(scene.phone.deviceId()).isNotEqualTo(deviceId);
    assertThat(scene.startToken()).isNotEqualTo(startToken);
    assertThat(scene.phone.allCards()).hasSize(1);
    assertThat(scene.backend.accepted.getLast())
        .satisfies(report -> assertThat(report.deviceId()).isEqualTo(scene.phone.deviceId()))
        .satisfies(report -> assertThat(report.sequence()).isEqualTo(2));
  }

  /** apns.md 5.1: the environment is the build's. */
  @Test
  void isUnknownToTheOtherEnvironment() throws Exception {
    // Given
    VirtualPhone developers =
        scene.addPhone(
            PhoneProfile.of("Dev's iPhone", "dev").withEnvironment(ApnsEnvironment.SANDBOX));

    // When
    Answer answer =
        scene.send(developers.startToken("TicketAttributes").orElseThrow(), scene.startBody("b-1"));

    // Then
    assertThat(answer.reason()).isEqualTo("BadDeviceToken");
  }

  private Answer sendWhileOffline(String gate, String expiration) throws Exception {
    scene.advance(Duration.ofSeconds(1));
    ObjectNode body = scene.updateBody(gate);
    return scene
        .provider
        .push(token)
        .header("apns-expiration", expiration)
        .body(body.toString())
        .answer();
  }

  /** apns.md 1.2: APNs stores one push per app, mostly the newest. */
  @Test
  void getsTheNewestPushWhenItIsOnlineAgain() throws Exception {
    // Given
    String expiration = Long.toString(NOW.plus(Duration.ofHours(1)).getEpochSecond());
    scene.phone.goOffline();

    // When
    int status = sendWhileOffline("B", expiration).status();
    sendWhileOffline("C", expiration);
    scene.phone.goOnline();

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(scene.phone.pushes()).hasSize(2);
    assertThat(scene.onlyCard().shown("gate")).isEqualTo("C");
  }

  /** apns.md 1.2: expiration 0 is one attempt, a date is until then. */
  @Test
  void neverGetsWhatWasNotToBeKeptForIt() throws Exception {
    // Given
    scene.phone.goOffline();

    // When
    sendWhileOffline("B", "0");
    sendWhileOffline("C", Long.toString(NOW.plus(Duration.ofMinutes(10)).getEpochSecond()));
    scene.advance(Duration.ofMinutes(10));
    scene.phone.goOnline();

    // Then
    assertThat(scene.phone.pushes()).hasSize(1);
    assertThat(scene.onlyCard().shown("gate")).isEqualTo("A");
  }

  @Test
  void reportsOnlyWhenItIsOnlineAgain() {
    // Given
    await().until(() -> scene.fleet.pendingReports() == 0);
    scene.phone.goOffline();
    scene.phone.swipeAway(id);
    int pending = scene.phone.pendingReports();

    // When
    scene.phone.goOnline();
    await().until(() -> scene.fleet.pendingReports() == 0);

    // Then
    assertThat(pending).isEqualTo(1);
    assertThat(scene.backend.activities()).endsWith("b-1 DISMISSED");
  }
}
