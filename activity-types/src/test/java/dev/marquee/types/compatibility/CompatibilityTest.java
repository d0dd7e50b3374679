package dev.marquee.types.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.types.Definitions;
import dev.marquee.types.definition.ActivityType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class CompatibilityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: { fact: seat } | a: { type: number, fact: extras.a }     | content-state.a was text (Swift String) and is number as double (Swift Double)
          a: { type: date, fact: startsAt, encoding: unix-seconds } | a: { type: date, fact: startsAt, encoding: seconds-since-2001 } | content-state.a was date as unix-seconds (Swift Int) and is date as seconds-since-2001 (Swift Date)
          a: { type: number, fact: extras.a, encoding: int } | a: { type: number, fact: extras.a } | content-state.a was number as int (Swift Int) and is number as double
          a: { fact: title } | a: { fact: title, required: true }     | content-state.a was optional and is required
          a: { fact: title, required: true } | a: { fact: title }     | content-state.a was required and is optional
          a: { fact: title, required: true } | b: { fact: title }     | content-state.a is gone, and installed apps require it
          b: { fact: title } | a: { fact: title, required: true }     | content-state.a is new and required
          """)
  void whatBreaksInstalledAppsIsNamed(String before, String after, String sentence) {
    // When
    List<String> breaks =
        Compatibility.breaks(Definitions.tableWith(before), Definitions.tableWith(after));

    // Then
    assertThat(breaks).singleElement().asString().startsWith(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: { fact: seat }              | b: { fact: seat }
          a: { fact: seat }              | a: { fact: city, shorten: 1 }
          a: { fact: seat }              | a: { text: ["{seat}", "Anywhere"] }
          a: { fact: seat }              | a: { fact: seat, label: Seat }
          """)
  void aSafeChangeIsPassed(String before, String after) {
    assertThat(Compatibility.breaks(Definitions.tableWith(before), Definitions.tableWith(after)))
        .isEmpty();
  }

  @Test
  void aRenamedTypeAppearsNowhere() {
    // Given
    ActivityType renamed = Definitions.read(Definitions.TABLE.replace("TableAttributes", "Table"));

    // Then
    assertThat(Compatibility.breaks(Definitions.read(Definitions.TABLE), renamed))
        .singleElement()
        .asString()
        .startsWith("the type was TableAttributes and is Table");
  }

  @Test
  void aFieldThatMovesToTheOtherPartIsGoneFromItsOwn() {
    // Given
    ActivityType moved =
        Definitions.read(
            Definitions.TABLE
                .replace("  title: { fact: title, required: true }\n", "  city: { fact: city }\n")
                .replace(
                    "attributes:\n", "attributes:\n  title: { fact: title, required: true }\n"));

    // When
    List<String> breaks = Compatibility.breaks(Definitions.read(Definitions.TABLE), moved);

    // Then
    assertThat(breaks)
        .satisfiesExactly(
            one -> assertThat(one).startsWith("attributes.title is new and required"),
            other -> assertThat(other).startsWith("content-state.title is gone"));
  }
}
