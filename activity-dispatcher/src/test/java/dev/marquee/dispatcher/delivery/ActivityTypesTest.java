package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.types.reading.MalformedTypeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class ActivityTypesTest {
  @TempDir Path folder;

  @Test
  void aTypeThatNobodyDefinedWaits() {
    // When
    NextStep step =
        new ActivityTypes(Optional::empty)
            .next(Snapshots.confirmed("Other").snapshot(), Snapshots.CARD_AT);

    // Then
    assertThat(step.reason()).isEqualTo("the activity type Other is not defined here");
  }

  @Test
  void aFileInTheFolderDefinesAType() throws IOException {
    // Given
    write("other.yaml", ticket().replace("name: TicketAttributes", "name: Other"));
    write("readme.txt", "no definition");

    // When
    NextStep step =
        new ActivityTypes(() -> Optional.of(folder))
            .next(Snapshots.confirmed("Other").snapshot(), Snapshots.CARD_AT);

    // Then
    assertThat(step.reason()).doesNotContain("not defined");
  }

  @Test
  void aFileMayTakeThePlaceOfTheBuiltInType() throws IOException {
    // Given
    write("mine.yml", ticket().replace("start-before: PT3H", "start-before: PT1H"));

    // When
    NextStep step =
        new ActivityTypes(() -> Optional.of(folder))
            .next(Snapshots.confirmed().snapshot(), Snapshots.CARD_AT);

    // Then
    assertThat(step).isInstanceOf(NextStep.WaitUntil.class);
  }

  @Test
  void aWrongFileStopsTheStart() throws IOException {
    // Given
    write("other.yaml", ticket().replace("fact: seat", "fact: saet"));

    // Then
    assertThatThrownBy(() -> new ActivityTypes(() -> Optional.of(folder)))
        .isInstanceOf(MalformedTypeException.class)
        .hasMessageStartingWith(
            folder.resolve("other.yaml") + ", line 12: there is no fact \"saet\"");
  }

  @Test
  void aFileThatIsNoUtf8StopsTheStart() throws IOException {
    // Given
    Files.write(folder.resolve("other.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});

    // Then
    assertThatThrownBy(() -> new ActivityTypes(() -> Optional.of(folder)))
        .hasMessage(folder.resolve("other.yaml") + ": this is no UTF-8");
  }

  @Test
  void oneTypeInTwoFilesStopsTheStart() throws IOException {
    // Given
    write("a.yaml", ticket());
    write("b.yaml", ticket());

    // Then
    assertThatThrownBy(() -> new ActivityTypes(() -> Optional.of(folder)))
        .hasMessageContaining("b.yaml: TicketAttributes is defined in")
        .hasMessageEndingWith("a.yaml already");
  }

  @Test
  void aFolderThatIsNotThereStopsTheStart() {
    assertThatThrownBy(() -> new ActivityTypes(() -> Optional.of(folder.resolve("none"))))
        .hasMessageContaining("none: there is no such folder");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String ticket() throws IOException {
    try (var in =
        Objects.requireNonNull(
            ActivityTypesTest.class.getResourceAsStream("/activity-types/TicketAttributes.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
