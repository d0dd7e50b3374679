package dev.marquee.types.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.types.Definitions;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.Fact;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class CardRendererTest {
  private final TestFacts facts =
      new TestFacts()
          .with("bookingId", new FactValue.Words("b-1"))
          .with("title", new FactValue.Words("Dinner"))
          .with("startsAt", new FactValue.Moment(Instant.parse("2026-12-04T18:30:00.9Z")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          at: { type: date, fact: startsAt, encoding: unix-seconds }       | 1796409000
          at: { type: date, fact: startsAt, encoding: seconds-since-2001 } | 818101800
          at: { type: date, fact: startsAt, encoding: iso-8601 }           | "2026-12-04T18:30:00Z"
          at: { type: date, fact: extras.at, encoding: unix-seconds }      | 1796409000
          at: { type: date, fact: extras.word, encoding: unix-seconds }    |
          at: { fact: startsAt }                                           | "19:30"
          at: { type: number, fact: extras.seven }                         | 7.0
          at: { type: number, fact: extras.seven, encoding: int }          | 7
          at: { type: number, fact: extras.half, encoding: int }           |
          at: { type: number, fact: extras.half, encoding: int, default: 1 } | 1
          at: { type: number, fact: extras.huge }                          |
          at: { type: number, fact: extras.huge, encoding: int }           |
          at: { type: number, fact: extras.word, default: -1 }             | -1.0
          at: { type: boolean, fact: extras.yes }                          | true
          at: { type: boolean, fact: extras.word, default: false }         | false
          at: { type: colour, fact: extras.colour }                        | "#aa00FF"
          at: { type: colour, fact: extras.word, default: "#000000" }      | "#000000"
          at: { type: url, fact: extras.word }                             |
          at: { type: url, fact: extras.link }                             | "https://example.com/a?b=c"
          at: { type: url, text: "https://example.com/{extras.hostile}" }  | "https://example.com/%3C%2F%20%C3%A9%3E"
          at: { text: "{extras.seven} of {extras.half}" }                  | "7 of 0.5"
          at: { text: ["{extras.none}", "{extras.yes}"] }                  | "true"
          at: { text: ["{extras.blank}", "none"] }                         | "none"
          at: { text: "{extras.placeholder}" }                             | "{title} ${x} %s"
          """)
  void aFieldIsWrittenAsItsTypeAndEncodingSay(String field, @Nullable String expected) {
    // Given
    ActivityType type = Definitions.tableWith(field);
    TestFacts all =
        facts
            .with("extras.at", new FactValue.Words("2026-12-04T19:30:00+01:00"))
            .with("extras.word", new FactValue.Words("seven of them"))
            .with("extras.blank", new FactValue.Words(" \n"))
            .with("extras.seven", new FactValue.Figure(new BigDecimal("7.0")))
            .with("extras.half", new FactValue.Figure(new BigDecimal("0.5")))
            .with("extras.huge", new FactValue.Figure(new BigDecimal("1e999999")))
            .with("extras.yes", new FactValue.Flag(true))
            .with("extras.colour", new FactValue.Words("#aa00FF"))
            .with("extras.link", new FactValue.Words("https://example.com/a?b=c"))
            .with("extras.hostile", new FactValue.Words("</ é>"))
            .with("extras.placeholder", new FactValue.Words("{title} ${x} %s"));

    // When
    ObjectNode state = CardRenderer.render(type, all, Locale.ENGLISH).contentState();

    // Then
    assertThat(state.path("at").toString()).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void aLabelIsThereOnlyWithWhatItLabels() {
    // Given
    ActivityType type =
        Definitions.tableWith("seat: { fact: seat, label: [\"{extras.kind}\", Table] }");

    // When
    ObjectNode without = CardRenderer.render(type, facts, Locale.ENGLISH).contentState();
    ObjectNode with =
        CardRenderer.render(type, facts.with("seat", new FactValue.Words("4")), Locale.ENGLISH)
            .contentState();

    // Then
    assertThat(without).hasToString("{\"title\":\"Dinner\"}");
    assertThat(with).hasToString("{\"title\":\"Dinner\",\"seat\":\"4\",\"seatLabel\":\"Table\"}");
  }

  @Test
  void aTooBigCardLosesItsLeastImportantTextsFirst() {
    // Given
    ActivityType type =
        Definitions.tableWith(
            "venue: { fact: venue, shorten: 2 }", "message: { fact: message, shorten: 1 }");
    TestFacts long2 =
        facts
            .with("venue", new FactValue.Words("v".repeat(1_000)))
            .with("message", new FactValue.Words("m".repeat(1_000)))
            .with("title", new FactValue.Words("t".repeat(1_000)));

    // When
    RenderedCard card = CardRenderer.render(type, long2, Locale.ENGLISH);

    // Then
    assertThat(card.contentState().get("title").textValue()).hasSize(1_000);
    assertThat(card.contentState().get("venue").textValue()).hasSize(1_000);
    assertThat(card.contentState().get("message").textValue()).hasSizeLessThan(1_000).endsWith("…");
    assertThat(bytes(card)).isBetween(SizeBudget.CARD - 8, SizeBudget.CARD);
  }

  @Test
  void aFamilyOfEmojiIsNotTornApart() {
    // Given
    String family = "👨‍👩‍👧‍👦";
    ActivityType type = Definitions.tableWith("message: { fact: message, shorten: 1 }");
    TestFacts crowded = facts.with("message", new FactValue.Words(family.repeat(200)));

    // When
    RenderedCard card = CardRenderer.render(type, crowded, Locale.ENGLISH);

    // Then
    String message = card.contentState().get("message").textValue();
    assertThat(message.replace(family, "")).isEqualTo("…");
    assertThat(bytes(card)).isLessThanOrEqualTo(SizeBudget.CARD);
  }

  @Test
  void anAlertFitsItsShareAndKeepsItsTitle() {
    // Given
    ActivityType type =
        Definitions.read(
            Definitions.TABLE.replace(
                "body: \"At {startsAt}\"", "body: [\"{message}\", \"At {startsAt}\"]"));
    TestFacts chatty = facts.with("message", new FactValue.Words("\u0007".repeat(1_000)));

    // When
    Alert alert = AlertRenderer.render(type.startAlert(), chatty, Locale.ENGLISH);

    // Then
    assertThat(alert.title()).isEqualTo(new Phrase.Plain("Dinner"));
    assertThat(SizeBudget.bytes(alert.json())).isLessThanOrEqualTo(SizeBudget.ALERT);
  }

  private static int bytes(RenderedCard card) {
    return SizeBudget.bytes(card.attributes()) + SizeBudget.bytes(card.contentState());
  }

  /** Facts by name. */
  private record TestFacts(Map<String, FactValue> values) implements KnownFacts {
    TestFacts() {
      this(Map.of());
    }

    TestFacts with(String name, FactValue value) {
      Map<String, FactValue> more = new HashMap<>(values);
      more.put(name, value);
      return new TestFacts(more);
    }

    @Override
    public @Nullable FactValue valueOf(Fact fact) {
      return values.get(fact.factName());
    }

    @Override
    public ZoneId timeZone() {
      return ZoneId.of("Europe/Berlin");
    }
  }
}
