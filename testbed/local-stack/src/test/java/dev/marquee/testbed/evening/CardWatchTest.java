package dev.marquee.testbed.evening;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.testbed.evening.ExpectedPush.Alert;
import dev.marquee.testbed.evening.ExpectedPush.Dismissal;
import dev.marquee.testbed.evening.ExpectedPush.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CardWatchTest {

  private static final Instant ONE = Instant.parse("2026-12-04T18:00:00Z");
  private static final Instant TWO = ONE.plusSeconds(60);
  private static final CardId CARD = new CardId("d-1", "b-1");
  private static final ExpectedPush START =
      new ExpectedPush(
          ONE, Kind.START, Map.of("gate", "B", "startsAt", 7L), new Alert("Tosca", "Soon"), null);
  private static final ExpectedPush UPDATE =
      new ExpectedPush(
          TWO, Kind.UPDATE, Map.of("gate", "C"), new Alert("Tosca", "Door is now C"), null);

  private static final String START_SEEN =
      """
      {"aps":{"event":"start","timestamp":%d,"content-state":{"gate":"B","startsAt":7},
       "alert":{"title":"Tosca","body":"Soon"}}}\
      """;
  private static final String UPDATE_SEEN =
      """
      {"aps":{"event":"update","timestamp":%d,"content-state":{"gate":"C"},
       "alert":{"title":"Tosca","body":"Door is now C"}}}\
      """;
  private static final String SILENT_UPDATE_SEEN =
      """
      {"aps":{"event":"update","timestamp":%d,"content-state":{"gate":"C"}}}\
      """;

  private final CardWatch calm = new CardWatch(CARD, List.of(START, UPDATE), () -> false);
  private final CardWatch harmed = new CardWatch(CARD, List.of(START, UPDATE), () -> true);

  @Test
  void isTrueWhenAllCameInOrder() {
    // Given
    calm.receive(seen(START_SEEN, ONE));

    // When
    calm.receive(seen(UPDATE_SEEN, TWO));

    // Then
    assertThat(calm.isTrue()).isTrue();
    assertThat(calm.lostNewestState()).isFalse();
  }

  @Test
  void isUpToDateWithWhatIsDueBeforeAllHasCome() {
    // Given
    Instant between = ONE.plusSeconds(30);

    // When
    calm.receive(seen(START_SEEN, ONE));

    // Then
    assertThat(calm.isUpToDate(between)).isTrue();
    assertThat(calm.isUpToDate(TWO)).isFalse();
    assertThat(calm.isTrue()).isFalse();
    assertThat(calm.lostNewestState()).isTrue();
  }

  @Test
  void acceptsARepeatOnlyWhileADispatcherIsHarmed() {
    // Given
    Instant later = TWO.plusSeconds(1);

    // When
    for (CardWatch card : List.of(calm, harmed)) {
      card.receive(seen(START_SEEN, ONE));
      card.receive(seen(UPDATE_SEEN, TWO));
      card.receive(seen(SILENT_UPDATE_SEEN, later));
    }

    // Then
    assertThat(calm.isTrue()).isFalse();
    assertThat(harmed.isTrue()).isTrue();
    assertThat(harmed.repeats()).isEqualTo(1);
  }

  @Test
  void acceptsAnIgnoredEchoOnlyWhileADispatcherIsHarmed() {
    // Given
    SeenPush start = seen(START_SEEN, ONE);
    SeenPush echo =
        new SeenPush(
            TWO, ONE, start.kind(), start.contentState(), start.alert(), null, false, "ignored");

    // When
    for (CardWatch card : List.of(calm, harmed)) {
      card.receive(start);
      card.receive(seen(UPDATE_SEEN, TWO));
      card.receive(echo);
    }

    // Then
    assertThat(calm.isTrue()).isFalse();
    assertThat(harmed.isTrue()).isTrue();
    assertThat(harmed.echoes()).isEqualTo(1);
    assertThat(harmed.lostNewestState()).isFalse();
  }

  @Test
  void isFalseWhenTimestampsDoNotIncrease() {
    // Given
    harmed.receive(seen(START_SEEN, ONE));

    // When
    harmed.receive(seen(UPDATE_SEEN, ONE));

    // Then
    assertThat(harmed.isTrue()).isFalse();
  }

  @Test
  void isFalseWhenThePhoneIgnoresAPush() {
    // Given
    SeenPush start = seen(START_SEEN, ONE);
    SeenPush ignored =
        new SeenPush(
            ONE, ONE, start.kind(), start.contentState(), start.alert(), null, false, "ignored");

    // When
    calm.receive(ignored);

    // Then
    assertThat(calm.isTrue()).isFalse();
    assertThat(calm.isUpToDate(ONE)).isFalse();
  }

  @Test
  void countsASecondStart() {
    // Given
    calm.receive(seen(START_SEEN, ONE));

    // When
    calm.receive(seen(START_SEEN, TWO));

    // Then
    assertThat(calm.secondCards()).isEqualTo(1);
    assertThat(calm.isTrue()).isFalse();
  }

  @Test
  void isFalseWhenTheContentOrTheAlertDiffers() {
    // Given
    CardWatch other = new CardWatch(CARD, List.of(UPDATE), () -> true);

    // When
    other.receive(seen(SILENT_UPDATE_SEEN, TWO));

    // Then
    assertThat(other.isTrue()).isFalse();
  }

  @Test
  void knowsWhenACardHasToGo() {
    // Given
    SeenPush gone = new SeenPush(TWO, TWO, Kind.END, Map.of(), null, ONE, true, "shown: ended");

    // When
    boolean atOnce = gone.is(end(new Dismissal.AtOnce()));
    boolean atOne = gone.is(end(new Dismissal.At(ONE)));
    boolean atTwo = gone.is(end(new Dismissal.At(TWO)));

    // Then
    assertThat(atOnce).isTrue();
    assertThat(atOne).isTrue();
    assertThat(atTwo).isFalse();
  }

  @Test
  void saysInTheReportWhatWasExpectedAndSeen() {
    // Given
    calm.receive(seen(START_SEEN, ONE));

    // When
    EveningReport report = EveningReport.of(List.of(calm), 2, 2, List.of());

    // Then
    assertThat(report.passed()).isFalse();
    assertThat(report.differing())
        .singleElement()
        .asString()
        .contains(
            "phone d-1, booking b-1",
            "as expected  18:00:00 start  \"Soon\" {gate=B, startsAt=7}",
            "MISSING      18:01:00 update \"Door is now C\" {gate=C}");
    assertThat(report.summary()).contains("1 cards, 1 pushes", "1 lost newest states");
  }

  private static ExpectedPush end(Dismissal dismissal) {
    return new ExpectedPush(TWO, Kind.END, Map.of(), null, dismissal);
  }

  private static SeenPush seen(String payload, Instant at) {
    try {
      return SeenPush.of(
          at, new ObjectMapper().readTree(payload.formatted(at.getEpochSecond())), true, "shown");
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
