package dev.marquee.dispatcher.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.contracts.booking.Gate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TextTemplateTest {
  @Test
  void aFactThatLooksLikeAPlaceholderStaysText() {
    // Given
    Snapshots hostile =
        Snapshots.confirmed()
            .withShowChange(
                new Changes(
                    new Facet<>(
                        new Gate("{title} ${x} %s", "Door"),
                        Snapshots.version(Snapshots.BOOKED_AT, "hostile")),
                    null,
                    null,
                    null));
    Facts facts = Objects.requireNonNull(Facts.of(hostile.booking(), hostile.show()));

    // When
    String filled = new TextTemplate("Go to {gate}").fill(facts, BookingStatus.CONFIRMED);

    // Then
    assertThat(filled).isEqualTo("Go to {title} ${x} %s");
  }

  @Test
  void refusesAPlaceholderThatNamesNoFact() {
    assertThatThrownBy(() -> new TextTemplate("Go to {gaet}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no fact \"gaet\"");
  }

  @Test
  void aWrongDefinitionIsToldWithItsFileAndLine() {
    assertThatThrownBy(() ->
            ActivityTypeReader.read(
                "tables.yaml",
                """
                name: TableAttributes
                attributes:
                  bookingId: { fact: bookingID }
                """))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tables.yaml, line 3")
        .hasMessageContaining("there is no fact \"bookingID\"");
  }
}
