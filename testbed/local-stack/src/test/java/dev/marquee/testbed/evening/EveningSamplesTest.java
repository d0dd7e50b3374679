package dev.marquee.testbed.evening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.testbed.evening.ExpectedPush.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The evening that is kept in the repository. */
@Timeout(60)
class EveningSamplesTest {

  private static final Path SAMPLES = Path.of("../../samples/evening");
  private static final Evening EVENING = EveningFiles.read(SAMPLES);
  private static final Map<CardId, List<ExpectedPush>> EXPECTED =
      EveningOracle.expect(EVENING, Evening.ANCHOR);

  @Test
  void areWhatTheGeneratorWrites(@TempDir Path folder) throws IOException {
    // Given
    Evening evening = EveningGenerator.generate(EveningGenerator.SEED);

    // When
    EveningFiles.write(evening, folder);

    // Then
    for (String file : List.of("shows.jsonl", "people.jsonl", "script.jsonl")) {
      assertThat(folder.resolve(file)).hasSameTextualContentAs(SAMPLES.resolve(file));
    }
  }

  @Test
  void readBackAsTheyWereWritten() {
    // When
    Evening written = EveningGenerator.generate(EveningGenerator.SEED);

    // Then
    assertThat(EVENING).isEqualTo(written);
  }

  @Test
  void nameTheLineThatCannotBeRead(@TempDir Path folder) throws IOException {
    // Given
    EveningFiles.write(EveningGenerator.generate(1), folder);
    Files.writeString(folder.resolve("people.jsonl"), "{\"user\":\"u-1\"}\n");

    // When
    assertThatThrownBy(() -> EveningFiles.read(folder))
        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("people.jsonl, line 1");
  }

  @Test
  void areABelievableEvening() {
    // When
    Map<CardId, List<ExpectedPush>> expected = EXPECTED;

    // Then
    assertThat(EVENING.shows()).hasSize(40);
    assertThat(EVENING.people().stream().mapToInt(person -> person.bookings().size()).sum())
        .isEqualTo(2_000);
    assertThat(EVENING.people().stream().mapToInt(person -> person.phones().size()).sum())
        .isBetween(2_300, 2_500);
    assertThat(expected).hasSizeBetween(2_200, 2_600);
    assertThat(expected.values().stream().mapToInt(List::size).sum()).isBetween(9_000, 14_000);
  }

  @Test
  void changeNoCardTwiceAtOnce() {
    // When
    Map<CardId, List<ExpectedPush>> expected = EXPECTED;

    // Then
    expected.forEach((card, pushes) ->
        assertThat(pushes).as("%s", card).extracting(ExpectedPush::from).doesNotHaveDuplicates());
  }

  @Test
  void startAndEndNoCardWhileADispatcherIsHarmed() {
    // Given
    Instant from = Evening.ANCHOR.plus(Timetable.QUIET_FROM);
    Instant until = Evening.ANCHOR.plus(Timetable.QUIET_UNTIL);

    // When
    Map<CardId, List<ExpectedPush>> expected = EXPECTED;

    // Then
    assertThat(expected.values().stream().flatMap(List::stream))
        .filteredOn(push -> !push.from().isBefore(from) && !push.from().isAfter(until))
        .hasSizeGreaterThan(800)
        .extracting(ExpectedPush::kind)
        .containsOnly(Kind.UPDATE);
  }

  @Test
  void keepTheStartBudgetOfEveryPhone() {
    // When
    Map<CardId, List<ExpectedPush>> expected = EXPECTED;

    // Then
    record Hour(String device, long hour) {}
    Set<Hour> once = new HashSet<>();
    Set<Hour> twice = new HashSet<>();
    Set<Hour> thrice = new HashSet<>();
    expected.forEach((card, pushes) -> {
      Instant start = pushes.getFirst().from();
      Hour hour = new Hour(card.device(), start.getEpochSecond() / 3_600);
      boolean within = once.add(hour) || twice.add(hour) || thrice.add(hour);
      assertThat(within).as("%s at %s", card, start).isTrue();
    });
  }

  @Test
  void writeOffsetsAsPeopleDo() {
    // Given
    Duration offset = Duration.ofDays(-2).minusHours(3).minusMinutes(10);

    // When
    String text = EveningFiles.offset(offset);

    // Then
    assertThat(text).isEqualTo("-P2DT3H10M");
    assertThat(Duration.parse(text)).isEqualTo(offset);
  }
}
