package dev.marquee.contracts.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class CloudEventCodecTest {
  private static final CloudEvent EVENT =
      new CloudEvent(
          "e-1",
          "/box-office",
          "dev.marquee.gate.changed",
          "shows/s-1",
          Instant.parse("2026-12-04T18:00:00.123456Z"),
          "0007",
          CloudEventCodec.newData().put("gate", "C"));

  @Test
  void readsWhatItWroteInStructuredMode() {
    // When
    CloudEvent read = CloudEventCodec.read(Map.of(), CloudEventCodec.writeStructured(EVENT));

    // Then
    assertThat(read).isEqualTo(EVENT);
  }

  @Test
  void readsWhatItWroteInBinaryMode() {
    // When
    CloudEvent read =
        CloudEventCodec.read(
            CloudEventCodec.binaryHeaders(EVENT), CloudEventCodec.binaryValue(EVENT));

    // Then
    assertThat(read).isEqualTo(EVENT);
  }

  @Test
  void passesOverUnknownMembers() {
    // Given
    String line =
        """
        {"specversion":"1.0","id":"1","source":"/x","type":"t","subject":"shows/1",
         "time":"2026-12-04T19:00:00+01:00","traceparent":"00-1","data":{"new":{"deep":[1]}}}\
        """;

    // When
    CloudEvent read = CloudEventCodec.read(Map.of(), utf8(line));

    // Then
    assertThat(read.time()).isEqualTo("2026-12-04T18:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `{"specversion":"1.0","id":"1","source":"/x","type":"t","subject":"s","data":{}}` | $.time: expected a time
          `{"specversion":"1.0","id":"1","source":"/x","type":"t","subject":"s","time":"noon","data":{}}` | $.time: expected a time such as 2026-12-04T19:30:00Z, found "noon"
          `{"specversion":"0.3","id":"1"}` | $.data: expected an object, found nothing
          `{"specversion":"1.0","id":"","source":"/x","type":"t","subject":"s","time":"2026-12-04T18:00:00Z","data":{}}` | $.id: expected 1 to 200 printable characters
          `{"specversion":"1.0","id":7,"source":"/x","type":"t","subject":"s","time":"2026-12-04T18:00:00Z","data":{}}` | $.id: expected a text, found 7
          `{"specversion":"1.0","id":"1","id":"2","data":{}}` | $: expected JSON
          `[]` | $: expected an object, found a list
          `{"a":1} {"b":2}` | $: expected JSON
          `not json` | $: expected JSON
          """)
  void saysWhereAndWhyAnEventIsMalformed(String line, String complaint) {
    assertThatThrownBy(() -> CloudEventCodec.read(Map.of(), utf8(line)))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void namesTheSchemaOfTheData() {
    // When
    Map<String, String> headers = CloudEventCodec.binaryHeaders(EVENT);

    // Then
    assertThat(headers)
        .containsEntry("ce_dataschema", "https://marquee.dev/schemas/gate.changed/1");
  }

  @Test
  void takesAnEventWithoutASchemaForOneOfTheFirstVersion() {
    // Given
    Map<String, String> headers = new HashMap<>(CloudEventCodec.binaryHeaders(EVENT));
    headers.remove("ce_dataschema");

    // When
    CloudEvent read = CloudEventCodec.read(headers, CloudEventCodec.binaryValue(EVENT));

    // Then
    assertThat(read.schemaVersion()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "https://marquee.dev/schemas/gate.changed/2, version 2",
    "https://marquee.dev/schemas/gate.changed/latest, gate.changed/latest",
    "https://marquee.dev/schemas/show.ended/1, show.ended/1",
    "https://registry.example/7, registry.example/7"
  })
  void refusesASchemaThatItDoesNotKnow(String schema, String found) {
    // Given
    Map<String, String> headers = new HashMap<>(CloudEventCodec.binaryHeaders(EVENT));
    headers.put("ce_dataschema", schema);

    // When / Then
    assertThatThrownBy(() ->
            CloudEventCodec.read(headers, CloudEventCodec.binaryValue(EVENT)).requireVersion(1))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageStartingWith(
            "$.dataschema: expected https://marquee.dev/schemas/gate.changed/1, found ")
        .hasMessageContaining(found);
  }

  @Test
  void namesPathsAsInStructuredModeWhateverTheMode() {
    // Given
    Map<String, String> headers = new HashMap<>(CloudEventCodec.binaryHeaders(EVENT));
    headers.remove("ce_time");

    // When / Then
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> CloudEventCodec.read(headers, CloudEventCodec.binaryValue(EVENT)))
        .satisfies(error -> {
          assertThat(error.path()).isEqualTo("$.time");
          assertThat(error.expected()).isEqualTo("a time such as 2026-12-04T19:30:00Z");
          assertThat(error.found()).isEqualTo("nothing");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\n2026-12-04 ERROR all is lost",
        "\\u001b[31mred",
        "x\\u202egnp.exe",
        "line\\u2028separator",
        "half \\ud83c"
      })
  void quotesHostileTextOnOneShortLine(String hostile) {
    // Given
    String line =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"type\":\"t\",\"data\":{}}"
            .formatted(hostile + "x".repeat(900));

    // When / Then
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> CloudEventCodec.read(Map.of(), utf8(line)))
        .satisfies(error -> {
          assertThat(error.getMessage()).hasSizeLessThan(200);
          assertThat(error.getMessage().codePoints())
              .allMatch(each ->
                  !Character.isISOControl(each)
                      && Character.getType(each) != Character.FORMAT
                      && Character.getType(each) != Character.LINE_SEPARATOR
                      && Character.getType(each) != Character.SURROGATE);
        });
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    // Given
    byte[] latin1 = "{\"id\":\"Caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    // When / Then
    assertThatThrownBy(() -> CloudEventCodec.read(Map.of(), latin1))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage("$: expected JSON in UTF-8, found bytes that are not UTF-8");
  }

  @Test
  void refusesWhatIsTooLargeWithoutParsingIt() {
    assertThatThrownBy(
            () -> CloudEventCodec.read(Map.of(), new byte[CloudEventCodec.EVENT_LIMIT + 1]))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("at most 65536 bytes");
  }

  @Test
  void deepNestingIsMalformedAndNoStackOverflow() {
    assertThatThrownBy(() -> CloudEventCodec.read(Map.of(), utf8("{\"a\":".repeat(10_000))))
        .isInstanceOf(MalformedEventException.class);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
