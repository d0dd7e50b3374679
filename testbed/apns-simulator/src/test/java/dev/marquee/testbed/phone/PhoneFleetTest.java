package dev.marquee.testbed.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.marquee.testbed.apns.PushClient.Answer;
import dev.marquee.testbed.apns.TokenDirectory;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PhoneFleetTest {

  private static PhoneFleet fleet(long seed) {
    return PhoneFleet.builder(new TokenDirectory()).seed(seed).build();
  }

  private static List<String> identities(PhoneFleet fleet) {
    return fleet.phones().stream()
        .map(phone -> phone.deviceId() + phone.startToken("TicketAttributes").orElseThrow())
        .toList();
  }

  @Test
  void makesTheSamePhonesFromTheSameSeed() {
    try (PhoneFleet first = fleet(7);
        PhoneFleet second = fleet(7);
        PhoneFleet other = fleet(8)) {
      // When
      for (PhoneFleet fleet : List.of(first, second, other)) {
        IntStream.range(0, 100)
            .forEach(i -> fleet.addPhone(PhoneProfile.of("phone " + i, "u-" + i), Scene.APP));
      }

      // Then
      assertThat(identities(first)).isEqualTo(identities(second)).doesNotHaveDuplicates();
      assertThat(identities(first)).doesNotContainAnyElementsOf(identities(other));
    }
  }

  @Test
  void signsInAHouseFullOfPhones() {
    // Given
    RecordingBackend backend = new RecordingBackend();
    try (PhoneFleet fleet = PhoneFleet.builder(new TokenDirectory()).backend(backend).build()) {

      // When
      for (int i = 0; i < 2_500; i++) {
        fleet.addPhone(PhoneProfile.of("phone " + i, "u-" + i / 2), Scene.APP).signIn();
      }
      await().until(() -> fleet.pendingReports() == 0);

      // Then
      assertThat(backend.accepted).hasSize(2_500);
      assertThat(fleet.phonesOf("u-3"))
          .extracting(VirtualPhone::name)
          .containsExactly("phone 6", "phone 7");
    }
  }

  /** apns.md 4.5, for a crowd; docs/virtual-iphones.md has the figures of a whole city. */
  @Test
  void livesByTheClockHoweverFarItJumps() throws Exception {
    try (Scene scene = new Scene()) {
      // Given
      List<VirtualPhone> crowd =
          IntStream.range(0, 500)
              .mapToObj(i -> scene.addPhone(PhoneProfile.of("phone " + i, "u-" + i)))
              .toList();
      List<Future<Answer>> starts = new ArrayList<>();
      for (VirtualPhone phone : crowd) {
        String token = phone.startToken("TicketAttributes").orElseThrow();
        starts.add(
            scene.provider.push(token).body(scene.startBody(phone.name()).toString()).send());
      }
      await().until(() -> starts.stream().allMatch(Future::succeeded));
      assertThat(crowd).allMatch(phone -> phone.cards().getFirst().running());

      // When
      scene.advance(Duration.ofDays(90));

      // Then
      assertThat(crowd).allMatch(phone -> phone.cards().isEmpty());
      assertThat(crowd)
          .allMatch(phone -> phone.allCards().getFirst().endedAt() != null)
          .extracting(phone -> phone.allCards().getFirst().endedAt())
          .containsOnly(Scene.NOW.plus(LiveActivity.ACTIVE_LIFE));
    }
  }

  @Test
  void tellsItsListenersOfEachPush() throws Exception {
    try (Scene scene = new Scene()) {
      // Given
      List<String> heard = new CopyOnWriteArrayList<>();
      scene.fleet.addListener(
          (phone, push) -> heard.add(phone + " " + push.event() + " " + push.reaction()));

      // When
      scene.started("b-1");

      // Then
      assertThat(heard).containsExactly("Anna's iPhone start shown: started");
    }
  }

  @Test
  void looksByItselfForWhatIsDueWhenItTicks() throws Exception {
    try (Scene scene = new Scene();
        PhoneFleet ticking =
            PhoneFleet.builder(scene.provider.apns.tokens())
                .clock(scene.provider.time)
                .tickEvery(Duration.ofMillis(5))
                .build()) {
      // Given
      VirtualPhone phone = ticking.addPhone(PhoneProfile.of("ticking iPhone", "anna"), Scene.APP);
      phone.updateTokens(new UpdateTokenMode.Late(Duration.ofMinutes(5)));
      scene.send(phone.startToken("TicketAttributes").orElseThrow(), scene.startBody("b-1"));

      // When
      scene.provider.time.advance(Duration.ofMinutes(5));

      // Then
      String id = phone.cards().getFirst().activityKitId();
      await().untilAsserted(() -> assertThat(phone.updateToken(id)).isPresent());
    }
  }

  @Test
  void namesThePhoneThatItDoesNotHave() {
    try (PhoneFleet fleet = fleet(1)) {
      // When / Then
      assertThatThrownBy(() -> fleet.phone("nobody's")).hasMessageContaining("nobody's");
    }
  }
}
