package dev.marquee.registry.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.registry.device.LaunchAdvice.Instance;
import dev.marquee.registry.device.LaunchAdvice.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an app is told to do at launch. */
@Timeout(10)
class LaunchAdviceTest {
  private static final Instant NOW = Instant.parse("2026-12-04T18:00:00Z");

  @Test
  void nothingIsToBeDoneWhereBothAgree() {
    // When
    LaunchAdvice advice =
        LaunchAdvice.after(
            report(Map.of(), running("a")), device(Map.of()), List.of(held("a", "b-1", 1)));

    // Then
    assertThat(advice.unreported()).isEmpty();
    assertThat(advice.end()).isEmpty();
    assertThat(advice.missingStartTokens()).isEmpty();
    assertThat(advice.missingUpdateTokens()).isEmpty();
  }

  @Test
  void instanceThatTheAppDidNotReportIsToBeLookedUp() {
    // When
    LaunchAdvice advice =
        LaunchAdvice.after(
            report(Map.of(), running("a")),
            device(Map.of()),
            List.of(held("a", "b-1", 1), held("gone", "b-2", 2)));

    // Then
    assertThat(advice.unreported()).containsExactly(new Instance("gone", "b-2", null));
  }

  @Test
  void ofTwoCardsOfOneBookingTheNewestStays() {
    // When
    LaunchAdvice advice =
        LaunchAdvice.after(
            report(Map.of(), running("new"), running("old")),
            device(Map.of()),
            List.of(held("new", "b-1", 7), held("old", "b-1", 3)));

    // Then
    assertThat(advice.end()).containsExactly(new Instance("old", "b-1", Reason.DUPLICATE));
  }

  @Test
  void cardThatEndedForTheRegistryButRunsOnThePhoneIsToBeEnded() {
    // Given
    ActivityInstance withdrawn = held("a", "b-1", 1);
    withdrawn.state = "ended";

    // When
    LaunchAdvice advice =
        LaunchAdvice.after(report(Map.of(), running("a")), device(Map.of()), List.of(withdrawn));

    // Then
    assertThat(advice.end()).containsExactly(new Instance("a", "b-1", Reason.OVER));
  }

  @Test
  void lostStartTokenIsMissedAndAWithdrawnOneIsNot() {
    // Given
    Map<String, HeldStartToken> tokens =
        Map.of(
            "Lost", new HeldStartToken(null, NOW, null, NOW, true),
            "Withdrawn", new HeldStartToken(null, NOW, null, NOW, null),
            "Held", new HeldStartToken("ab12", NOW, null, NOW, null));

    // When
    LaunchAdvice advice = LaunchAdvice.after(report(Map.of()), device(tokens), List.of());

    // Then
    assertThat(advice.missingStartTokens()).containsExactly("Lost");
  }

  @Test
  void startTokenOfATypeInUseIsMissed() {
    // Given
    ActivityInstance flight = held("a", "b-1", 1);
    flight.attributesType = "FlightAttributes";

    // When
    LaunchAdvice advice =
        LaunchAdvice.after(
            report(Map.of("TicketAttributes", new PushToken("ab12")), running("a")),
            device(Map.of()),
            List.of(flight));

    // Then
    assertThat(advice.missingStartTokens()).containsExactly("FlightAttributes", "TicketAttributes");
  }

  @Test
  void runningCardWithoutUpdateTokenIsAskedForIt() {
    // Given
    ActivityInstance mute = held("a", "b-1", 1);
    mute.updateToken = null;

    // When
    LaunchAdvice advice =
        LaunchAdvice.after(report(Map.of(), running("a")), device(Map.of()), List.of(mute));

    // Then
    assertThat(advice.missingUpdateTokens()).containsExactly("a");
  }

  private static DeviceReport report(
      Map<String, PushToken> startTokens, InstanceReport... activities) {
    return DeviceReports.of(null, startTokens, activities);
  }

  private static InstanceReport running(String activityKitId) {
    return new InstanceReport(activityKitId, "b-1", null, null, InstanceState.ACTIVE);
  }

  private static Device device(Map<String, HeldStartToken> startTokens) {
    Device device = new Device();
    device.startTokens = startTokens;
    return device;
  }

  private static ActivityInstance held(String activityKitId, String bookingId, long ordinal) {
    ActivityInstance instance = new ActivityInstance();
    instance.activityKitId = activityKitId;
    instance.bookingId = bookingId;
    instance.ordinal = ordinal;
    instance.state = "active";
    instance.updateToken = "ab12";
    instance.updateTokenRegisteredAt = NOW;
    return instance;
  }
}
