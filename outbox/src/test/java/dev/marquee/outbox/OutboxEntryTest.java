package dev.marquee.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OutboxEntryTest {

  @Test
  void spreadsKeysOverAllShards() {
    // When
    List<Integer> shards =
        IntStream.range(0, 1000).mapToObj(n -> OutboxEntry.shardOf("device-" + n)).toList();

    // Then
    assertThat(shards).contains(IntStream.range(0, 16).boxed().toArray(Integer[]::new));
    assertThat(shards).allMatch(shard -> shard >= 0 && shard < OutboxEntry.SHARDS);
  }

  @Test
  void keepsTheShardOfAKeyForever() {
    // When
    List<Integer> shards = List.of(OutboxEntry.shardOf("device-1"), OutboxEntry.shardOf("Gerät-2"));

    // Then
    assertThat(shards).containsExactly(2, 6);
  }

  @Test
  void refusesARowThatSaysNothing() {
    // When
    assertThatThrownBy(() -> OutboxEntry.inOrderOf("d-1", "token-events", List.of()))

        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token-events");
  }

  @Test
  void showsNoSecretWhenPrinted() {
    // Given
    OutboxRecord json =
        OutboxRecord.json(
            "d-1", Map.of("h", "secret"), JsonNodeFactory.instance.textNode("secret"));
    OutboxRecord bytes = OutboxRecord.bytes("d-1", Map.of(), "secret".getBytes(UTF_8));
    OutboxEntry entry = OutboxEntry.inOrderOf("d-1", "token-events", List.of(json, bytes));

    // When
    String printed = entry + " " + json.value() + " " + bytes.value();

    // Then
    assertThat(printed).contains("d-1").doesNotContain("secret").doesNotContain("c2VjcmV0");
  }
}
