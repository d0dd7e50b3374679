package dev.marquee.types.reading;

import static dev.marquee.types.Definitions.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.types.Definitions;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.ChangeKind;
import dev.marquee.types.definition.ChangeRule;
import dev.marquee.types.definition.LimitRule;
import dev.marquee.types.definition.PushPriority;
import dev.marquee.types.definition.RestartRule;
import dev.marquee.types.definition.SwipeRule;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ActivityTypeReaderTest {

  @Test
  void whatIsLeftOutHasTheDefaultsOfTheDesign() {
    // When
    ActivityType type = Definitions.read(TABLE);

    // Then
    assertThat(type.unknownStart()).isEqualTo(new RestartRule.Once(Duration.ofMinutes(5)));
    assertThat(type.unconfirmedStart()).isEqualTo(new RestartRule.Never());
    assertThat(type.swipe()).isEqualTo(SwipeRule.RESPECT);
    assertThat(type.timeline().atLimit()).isEqualTo(LimitRule.END_EARLY);
    assertThat(type.timeline().reminders()).isEmpty();
    assertThat(type.languages()).containsExactly(Locale.ENGLISH);
    assertThat(type.changes()).isEmpty();
  }

  @Test
  void aRuleWithAnAlertIsUrgentAndOneWithoutIsNot() {
    // When
    ActivityType type =
        Definitions.read(
            TABLE
                + """
                changes:
                  times: { alert: { title: "{title}", body: "Later" } }
                  seat: {}
                """);

    // Then
    assertThat(type.changes())
        .hasEntrySatisfying(
            ChangeKind.TIMES, rule -> assertThat(rule.priority()).isEqualTo(PushPriority.IMMEDIATE))
        .containsEntry(
            ChangeKind.SEAT,
            new ChangeRule(null, PushPriority.CONSERVE_POWER, null, Duration.ofMinutes(30)));
  }

  /** In the file {@code table.yaml}; the fault is on the line of the field, the 5th. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seat: { fact: saet }                         | there is no fact "saet"; there are bookingId, title
          seat: { text: "Table {extras.a b}" }         | "extras.a b" is no name of an extra
          seat: { text: "Table {seat" }                | a { is never closed in "Table {seat"
          seat: { text: "Table seat}" }                | a } closes nothing
          seat: { text: " " }                          | a text has 1 to 500 characters
          seat: { text: 5 }                            | YAML reads 5 as no text; put it in quotes
          seat: { text: [] }                           | a text has 1 to 10 wordings
          seat: { fcat: seat }                         | "fact" or "text" is missing
          seat: { fact: seat, shotren: 1 }             | there is no "shotren" here; there may be type, fact
          seat: { fact: seat, required: true }         | required cannot be kept: a booking may lack its facts; add a last wording
          seat: { fact: seat, required: yes please }   | true or false is expected here
          seat: { fact: seat, shorten: 0 }             | shorten is a number from 1 to 100
          seat: { fact: seat, shorten: 1.5 }           | 1.5 is no whole number
          seat: { type: texxt, fact: seat }            | "texxt" is none of text, number, boolean, colour, url, date
          seat: seat                                   | keys and values are expected here
          party: { type: number, fact: extras.party, required: true } | give it a default
          party: { type: number, fact: title }         | fact title is no number
          party: { type: number, fact: extras.party, encoding: int, default: 1.5 } | default 1.5 is no int
          party: { type: number, fact: extras.party, shorten: 1 } | shorten is for texts only
          indoor: { type: boolean, fact: startsAt }    | fact startsAt is no boolean
          paint: { type: colour, fact: backgroundColor, default: red } | default "red" is no colour; write #RRGGBB
          link: { type: url, text: "book {bookingId}" } | text "book {bookingId}" is no absolute URL
          at: { type: date, fact: startsAt }           | "encoding" is missing
          at: { type: date, fact: startsAt, encoding: millis } | "millis" is none of unix-seconds, seconds-since-2001, iso-8601
          at: { type: date, fact: seat, encoding: iso-8601 } | fact seat is no date
          title: { fact: city }                        | "title" is there twice
          """)
  void aWrongFieldIsToldWithItsLine(String field, String sentence) {
    assertThatThrownBy(() -> ActivityTypeReader.read("table.yaml", Definitions.withFields(field)))
        .isInstanceOf(MalformedTypeException.class)
        .hasMessageStartingWith("table.yaml, line 6: ")
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
              name: TableAttributes   | name: tableAttributes        | 1 | is no name of a Swift struct
              name: TableAttributes   | nmae: TableAttributes        | 1 | "name" is missing
              fact: bookingId, required: true | fact: title          | 2 | attributes have no required field with the fact bookingId
          start-before: PT2H      | start-before: 2h             | 7 | "2h" is no duration; write it as ISO 8601 does
              start-before: PT2H      | start-before: PT9H           | 7 | start-before is PT9H; it lies between
              dismiss-after: PT15M    | dismiss-after: PT5H          | 7 | dismiss-after is PT5H
              dismiss-after: PT15M    | at-limit: never              | 7 | "dismiss-after" is missing
              dismiss-after: PT15M    | dismiss-after: PT1M, at-limit: never | 7 | "never" is none of start-late, end-early, renew
              dismiss-after: PT15M    | dismiss-after: PT1M, stale: { after-push: PT1H, refresh-every: PT1H } | 7 | refresh-every is not shorter
              dismiss-after: PT15M    | dismiss-after: PT1M, stale: { after-end: PT1H, refresh-every: PT1H } | 7 | there is no "refresh-every" here
              dismiss-after: PT15M    | dismiss-after: PT1M, reminders: [{ before-start: PT10M }] | 7 | alert is missing
              body: "At {startsAt}"   | body: "To {gate}"            | 6 | body is empty when its facts are not known
              body: "At {startsAt}"   | body: { en: "At", de: "Um" } | 6 | there is no "de" here; there may be en
              body: "At {startsAt}"   | body: { loc-key: A, loc-arg: [] } | 6 | there is no "loc-arg" here
              body: "At {startsAt}"   | body: "At", sound: ""        | 6 | sound is a name
              name: TableAttributes   | swipe: [                     | 3 | this is no YAML
          """)
  void aWrongDefinitionIsToldWithItsLine(String part, String by, int line, String sentence) {
    assertThat(TABLE).contains(part);
    assertThatThrownBy(() -> ActivityTypeReader.read("table.yaml", TABLE.replace(part, by)))
        .isInstanceOf(MalformedTypeException.class)
        .hasMessageStartingWith("table.yaml, line " + line + ": ")
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "changes: { gate: {} }\n",
        "changes: { place: { priority: 1 } }\n",
        "changes: { place: { expiry: PT13H } }\n",
        "languages: []\n",
        "languages: [deutsch und mehr]\n",
        "swipe: never\n",
        "unknown-start: { restart: once }\n",
        "unconfirmed-start: { restart: never, after: PT5M }\n",
        "relevance-score: high\n",
      })
  void aWrongRuleIsToldAtItsLine(String rule) {
    assertThatThrownBy(() -> ActivityTypeReader.read("table.yaml", TABLE + rule))
        .isInstanceOf(MalformedTypeException.class)
        .hasMessageStartingWith("table.yaml, line 8: ");
  }

  @Test
  void aTranslationMayNotBeMissing() {
    // Given
    String yaml =
        TABLE.replace("body: \"At {startsAt}\"", "body: { en: At }") + "languages: [en, de]\n";

    // Then
    assertThatThrownBy(() -> ActivityTypeReader.read("table.yaml", yaml))
        .hasMessage("table.yaml, line 6: \"de\" is missing");
  }

  @Test
  void nothingIsNoDefinition() {
    assertThatThrownBy(() -> ActivityTypeReader.read("table.yaml", "# nothing\n"))
        .hasMessage("table.yaml, line 1: there is nothing in it");
  }

  @Test
  void moreFieldsThanAPushCanHoldAreRefused() {
    // Given
    String[] fields = new String[41];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = "field" + i + ": { fact: seat }";
    }

    // Then
    assertThatThrownBy(() -> Definitions.tableWith(fields))
        .hasMessageContaining("40 fit into a push");
  }

  /** Whatever somebody saves by mistake is refused with a sentence, never by a crash. */
  @Test
  void noTextCrashesTheReader() {
    // Given
    long seed = System.nanoTime();
    System.out.println("seed of noTextCrashesTheReader: " + seed);
    Random random = new Random(seed);

    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder(TABLE);
      for (int edits = random.nextInt(1, 6); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, "{}[]:,-&*!|>'\"%@#\n\t\u0000é".charAt(random.nextInt(20)));
          case 2 -> text.setCharAt(at, (char) random.nextInt(0xd800));
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
        }
      }
      try {
        ActivityTypeReader.read("table.yaml", text.toString());
      } catch (MalformedTypeException e) {
        assertThat(e).hasMessageStartingWith("table.yaml, line ");
      }
    }
  }
}
