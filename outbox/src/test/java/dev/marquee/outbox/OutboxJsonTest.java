package dev.marquee.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class OutboxJsonTest {

  @Test
  void readsBackWhatItWrote() {
    // Given
    List<OutboxRecord> records =
        List.of(
            OutboxRecord.json(
                    "d-1/k-1",
                    Map.of("ce_id", "e-1", "ce_type", "dev.marquee.gate.changed"),
                    JsonNodeFactory.instance.objectNode().put("gate", "B \"7\" 👋"))
                .partitionedBy("d-1"),
            OutboxRecord.bytes(null, Map.of(), new byte[] {0, -1, 65}),
            OutboxRecord.tombstone("d-1", Map.of()));

    // When
    List<OutboxRecord> read = OutboxJson.read(OutboxJson.write(records));

    // Then
    assertThat(read).isEqualTo(records);
  }

  @Test
  void keepsEveryDigitOfANumber() {
    // Given
    String json =
        """
        [{"key":"a","value":{"price":1.10,"id":12345678901234567890,"small":0.1000000000000000055}}]
        """;

    // When
    byte[] value = OutboxJson.valueBytes(OutboxJson.read(json).getFirst().value());

    // Then
    assertThat(value)
        .asString(UTF_8)
        .isEqualTo("{\"price\":1.10,\"id\":12345678901234567890,\"small\":0.1000000000000000055}");
  }

  @Test
  void takesAnAbsentValueForATombstone() {
    // When
    List<OutboxRecord> read =
        OutboxJson.read("[{\"key\":\"d-1\",\"headers\":{}},{\"key\":\"d-2\",\"value\":null}]");

    // Then
    assertThat(read)
        .extracting(OutboxRecord::value)
        .containsOnly(new OutboxValue.Tombstone())
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "{\"key\":\"secret\"}",
        "[]",
        "[{\"key\":{\"secret\":1}}]",
        "[{\"key\":\"a\",\"headers\":{\"ce_id\":[\"secret\"]}}]",
        "[{\"key\":\"a\",\"valueBase64\":\"secret!\"}]"
      })
  void refusesOtherTextWithoutRepeatingIt(String json) {
    // When
    assertThatThrownBy(() -> OutboxJson.read(json))

        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
