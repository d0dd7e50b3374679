package dev.marquee.testbed.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.testbed.phone.AppReport.StartTokenChanged;
import dev.marquee.testbed.phone.AppReport.Sync;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the app tells its backend, and when: apns.md 5.1 and 5.2. */
@Timeout(30)
class AppReportsTest {
  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  private void awaitReports() {
    await().until(() -> scene.fleet.pendingReports() == 0);
  }

  private Sync lastSync() {
    return scene.backend.accepted.stream()
        .filter(Sync.class::isInstance)
        .map(Sync.class::cast)
        .toList()
        .getLast();
  }

  @Test
  void reportsEverythingAtSignIn() {
    // When
    awaitReports();

    // Then
    Sync sync = lastSync();
    assertThat(sync.deviceId()).isEqualTo(scene.phone.deviceId());
    assertThat(sync.userId()).isEqualTo("anna");
    assertThat(sync.startTokens())
        .containsOnlyKeys("TicketAttributes")
        .containsValue(scene.startToken());
    assertThat(sync.activities()).isEmpty();
    assertThat(scene.phone.userId()).contains("anna");
  }

  /** apns.md 5.2: the token comes after the start; the report goes under the device credential. */
  @Test
  void reportsTheUpdateTokenOfAStartedCard() throws Exception {
    // When
    Card card = scene.started("b-1");
    awaitReports();

    // Then
    assertThat(scene.backend.activities()).containsExactly("b-1 ACTIVE with token");
    assertThat(scene.backend.credentials)
        .containsExactly("null", "credential of " + scene.phone.deviceId());
    assertThat(scene.phone.updateToken(card.activityKitId()))
        .hasValueSatisfying(token -> assertThat(token).hasSize(160));
  }

  @Test
  void countsItsReportsUpInTheOrderOfWhatHappened() throws Exception {
    // When
    Card card = scene.started("b-1");
    scene.phone.rotateUpdateToken(card.activityKitId());
    scene.phone.rotateStartToken("TicketAttributes");
    scene.phone.swipeAway(card.activityKitId());
    awaitReports();

    // Then
    assertThat(scene.backend.accepted)
        .extracting(AppReport::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(scene.backend.activities())
        .containsExactly("b-1 ACTIVE with token", "b-1 ACTIVE with token", "b-1 DISMISSED");
    assertThat(scene.backend.accepted.get(3))
        .isInstanceOfSatisfying(
            StartTokenChanged.class,
            changed -> assertThat(changed.token()).isEqualTo(scene.startToken()));
  }

  /** apns.md 4.5: what is ended is ended, not swiped. */
  @Test
  void reportsTheEndOfACard() throws Exception {
    // Given
    scene.started("b-1");

    // When
    scene.send(scene.updateToken(), scene.endBody("B"));
    awaitReports();

    // Then
    assertThat(scene.backend.activities()).containsExactly("b-1 ACTIVE with token", "b-1 ENDED");
  }

  @Test
  void reportsTheSystemsEndAfterEightHours() throws Exception {
    // Given
    scene.started("b-1");

    // When
    scene.advance(Duration.ofHours(9));
    awaitReports();

    // Then
    assertThat(scene.backend.activities()).containsExactly("b-1 ACTIVE with token", "b-1 ENDED");
  }

  /** apns.md 5.2: a token that comes late. */
  @Test
  void reportsALateTokenWhenItComes() throws Exception {
    // Given
    scene.phone.updateTokens(new UpdateTokenMode.Late(Duration.ofMinutes(10)));
    scene.started("b-1");

    // When
    scene.advance(Duration.ofMinutes(9));
    boolean early = scene.phone.updateToken(scene.onlyCard().activityKitId()).isPresent();
    scene.advance(Duration.ofMinutes(1));
    awaitReports();

    // Then
    assertThat(early).isFalse();
    assertThat(scene.backend.activities()).containsExactly("b-1 ACTIVE", "b-1 ACTIVE with token");
  }

  /** apns.md 5.2, point 4: the consent gate. */
  @Test
  void getsNoTokenUntilSomebodyTapsAllow() throws Exception {
    // Given
    scene.phone.updateTokens(new UpdateTokenMode.OnConsent());
    Card card = scene.started("b-1");
    scene.advance(Duration.ofHours(2));
    boolean before = scene.phone.updateToken(card.activityKitId()).isPresent();

    // When
    scene.phone.allow(card.activityKitId());
    awaitReports();

    // Then
    assertThat(before).isFalse();
    assertThat(scene.backend.activities()).containsExactly("b-1 ACTIVE", "b-1 ACTIVE with token");
  }

  /** apns.md 5.2, point 4: with Always Allow nothing is asked again. */
  @Test
  void asksBelowTheCardUntilSomebodyAllowsItForGood() throws Exception {
    // Given
    scene.phone.updateTokens(new UpdateTokenMode.OnConsent());
    Card asking = scene.started("b-1");

    // When
    scene.phone.allowAlways(asking.activityKitId());
    Card later = scene.started("b-2");

    // Then
    assertThat(asking.awaitsConsent()).isTrue();
    assertThat(scene.phone.cards()).noneMatch(Card::awaitsConsent);
    assertThat(scene.phone.updateToken(later.activityKitId())).isPresent();
  }

  /** apns.md 5.3: the person and the app decide together, and the app reports it. */
  @Test
  void reportsWhetherItMayUpdateFrequently() throws Exception {
    // Given
    VirtualPhone modest =
        scene.fleet.addPhone(
            PhoneProfile.of("Ben's iPhone", "ben"), Scene.APP.withoutFrequentUpdates());

    // When
    scene.phone.enableFrequentUpdates(false);
    awaitReports();
    boolean switchedOff = lastSync().frequentUpdatesEnabled();
    modest.signIn();
    awaitReports();

    // Then
    assertThat(switchedOff).isFalse();
    assertThat(lastSync().frequentUpdatesEnabled()).isFalse();
    assertThat(modest.hasFrequentUpdatesEnabled()).isTrue();
  }

  /** apns.md 5.2, point 5: the card starts, the app hears nothing until it is opened. */
  @Test
  void reportsNothingWhileForceQuitAndAllOfItWhenOpened() throws Exception {
    // Given
    scene.phone.forceQuitApp();
    Card first = scene.started("b-1");
    scene.started("b-2");
    scene.phone.swipeAway(first.activityKitId());
    awaitReports();
    int before = scene.backend.accepted.size();

    // When
    scene.phone.openApp();
    awaitReports();

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(lastSync().signIn()).isFalse();
    assertThat(lastSync().activities())
        .extracting(activity -> activity.bookingId() + " " + activity.state())
        .containsExactly("b-1 DISMISSED", "b-2 ACTIVE");
    assertThat(lastSync().activities().getLast().updateToken()).isNotNull();
  }

  @Test
  void reportsAnEndOnce() throws Exception {
    // Given
    Card card = scene.started("b-1");
    scene.phone.swipeAway(card.activityKitId());

    // When
    scene.phone.openApp();
    awaitReports();

    // Then
    assertThat(lastSync().activities()).isEmpty();
  }

  @Test
  void repeatsAReportUntilItIsAnswered() throws Exception {
    // Given
    awaitReports();
    scene.backend.fail(1);
    scene.backend.refuse(503);

    // When
    scene.started("b-1");
    awaitReports();

    // Then
    assertThat(scene.backend.activities()).containsExactly("b-1 ACTIVE with token");
    assertThat(scene.phone.refusedReports()).isEmpty();
  }

  @Test
  void fallsBackOnTheUsersLoginWhenItsCredentialIsRefused() throws Exception {
    // Given
    awaitReports();
    scene.backend.refuse(401);

    // When
    scene.started("b-1");
    awaitReports();

    // Then
    assertThat(scene.backend.activities()).containsExactly("b-1 ACTIVE with token");
    assertThat(scene.backend.credentials).containsExactly("null", "null");
  }

  @Test
  void givesUpWhatIsRefusedForGoodAndRemembersIt() throws Exception {
    // Given
    awaitReports();
    scene.backend.refuse(400);

    // When
    scene.started("b-1");
    scene.started("b-2");
    awaitReports();

    // Then
    assertThat(scene.phone.refusedReports())
        .singleElement()
        .satisfies(refusal ->
            assertThat(refusal)
                .contains("b-1", "refused with 400: no")
                .doesNotContain(
                    scene
                        .phone
                        .updateToken(scene.phone.cards().getFirst().activityKitId())
                        .orElseThrow()));
    assertThat(scene.backend.activities()).containsExactly("b-2 ACTIVE with token");
  }

  @Test
  void reportsNothingWhileNobodyIsSignedIn() throws Exception {
    // Given
    VirtualPhone phone = scene.fleet.addPhone(PhoneProfile.of("new iPhone", "ben"), Scene.APP);
    scene.send(phone.startToken("TicketAttributes").orElseThrow(), scene.startBody("b-1"));
    awaitReports();
    List<AppReport> before = List.copyOf(scene.backend.accepted);

    // When
    phone.signIn();
    awaitReports();

    // Then
    assertThat(before).hasSize(1);
    assertThat(lastSync().userId()).isEqualTo("ben");
    assertThat(lastSync().activities()).hasSize(1);
  }
}
