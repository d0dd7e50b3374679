package dev.marquee.contracts.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void randomBytesAlwaysEndInTheOneTypedError() {
    // Given
    long seed = 20261204;
    Random random = new Random(seed);

    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(64) + 1];
      random.nextBytes(bytes);

      // When / Then
      assertThatThrownBy(() -> CloudEventCodec.read(Map.of(), bytes))
          .as("seed %d, round %d", seed, i)
          .isInstanceOf(MalformedEventException.class);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
