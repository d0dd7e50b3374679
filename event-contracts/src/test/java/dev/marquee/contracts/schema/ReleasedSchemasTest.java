package dev.marquee.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.contracts.schema.SchemaComparison.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Keeps the promise of a version: what was right under the released schema stays right. A change
 * that has to break it is a new version, in a file of its own beside the old one.
 */
@Timeout(10)
class ReleasedSchemasTest {
  private static final Path RELEASED = Path.of("src/test/resources/released-schemas");

  private final Map<String, JsonNode> released = PublishedContract.schemas(RELEASED);
  private final Map<String, JsonNode> published =
      PublishedContract.schemas(PublishedContract.SCHEMAS);

  @Test
  void noSchemaBreaksItsReleasedForm() {
    // When
    List<String> breaks = new ArrayList<>();
    released.forEach((id, schema) -> {
      JsonNode now = published.get(id);
      if (now == null) {
        breaks.add(id + ": removed");
      } else {
        SchemaComparison.breaks(writer(id), schema, now)
            .forEach(each -> breaks.add(id + " " + each));
      }
    });

    // Then
    assertThat(breaks)
        .as("An incompatible change needs a new version: leave this schema, add the next one")
        .isEmpty();
  }

  @Test
  void everySchemaHasAReleasedForm() {
    assertThat(released.keySet())
        .as("Copy a new schema from %s to %s", PublishedContract.SCHEMAS, RELEASED)
        .isEqualTo(published.keySet());
  }

  private static Writer writer(String id) {
    String name = id.split("/", -1)[4];
    return name.equals("booking-events")
            || PublishedContract.typesOf("booking-events").contains(name)
        ? Writer.UPSTREAM
        : Writer.MARQUEE;
  }
}
