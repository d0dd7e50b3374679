package dev.marquee.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AsyncApiTest {
  private static final String META_SCHEMA_ID =
      "http://asyncapi.com/definitions/3.0.0/asyncapi.json";
  private static final Path META_SCHEMA_FILE = Path.of("src/test/resources/asyncapi/3.0.0.json");
  private static final Schema META_SCHEMA = metaSchema();
  private static final JsonNode DOCUMENT =
      yaml(PublishedContract.RESOURCES.resolve("asyncapi.yaml"));

  @Test
  void isAnAsyncApiDocument() {
    // When
    List<Error> errors = errorsOf(DOCUMENT);

    // Then
    assertThat(errors).isEmpty();
  }

  @Test
  void theCheckWouldFindAWrongWordDeepInside() {
    // Given
    ObjectNode broken = DOCUMENT.deepCopy();
    broken.withObject("/operations/consumeBookingEvents").put("action", "listen");
    broken.withObject("/components/messages/gateChanged").put("payloads", "misspelt");

    // When
    List<Error> errors = errorsOf(broken);

    // Then
    assertThat(errors).extracting(Error::toString).anyMatch(error -> error.contains("action"));
    assertThat(errors).extracting(Error::toString).anyMatch(error -> error.contains("gateChanged"));
  }

  @Test
  void pointsOnlyAtWhatIsThere() {
    // Given
    List<String> references =
        DOCUMENT.findValues("$ref").stream().map(JsonNode::textValue).toList();

    // When
    List<String> dangling = new ArrayList<>();
    for (String reference : references) {
      if (!resolves(reference)) {
        dangling.add(reference);
      }
    }

    // Then
    assertThat(references).isNotEmpty();
    assertThat(dangling).isEmpty();
  }

  @Test
  void describesEveryTypeOfEveryTopicWithItsSchema() {
    for (String topic : PublishedContract.TOPICS) {
      // Given
      JsonNode channel = channel(topic);

      // When
      Set<String> described = new TreeSet<>();
      Set<String> schemas = new TreeSet<>();
      for (JsonNode reference : channel.path("messages")) {
        JsonNode message = DOCUMENT.at(reference.path("$ref").textValue().substring(1));
        described.add(message.path("name").textValue());
        schemas.add(message.at("/payload/schema/$ref").asText());
        assertThat(message.at("/bindings/kafka/key/type").textValue())
            .as("the key of %s", message.path("name"))
            .isEqualTo("string");
      }

      // Then
      for (String type : PublishedContract.typesOf(topic)) {
        assertThat(described).as(topic).contains("dev.marquee." + type);
        assertThat(schemas).as(topic).contains("schemas/" + type + "/1.json");
      }
      assertThat(schemas).as(topic).contains("schemas/" + topic + "/1.json");
    }
  }

  private static List<Error> errorsOf(JsonNode document) {
    return META_SCHEMA.validate(document);
  }

  private static Schema metaSchema() {
    String file = PublishedContract.read(META_SCHEMA_FILE).toString();
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            builder -> builder.schemas(id -> id.equals(META_SCHEMA_ID) ? file : null))
        .getSchema(SchemaLocation.of(META_SCHEMA_ID));
  }

  private static JsonNode channel(String topic) {
    return DOCUMENT
        .path("channels")
        .valueStream()
        .filter(channel -> topic.equals(channel.path("address").textValue()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no channel " + topic));
  }

  private static boolean resolves(String reference) {
    return reference.startsWith("#")
        ? !DOCUMENT.at(reference.substring(1)).isMissingNode()
        : Files.isRegularFile(PublishedContract.RESOURCES.resolve(reference));
  }

  private static JsonNode yaml(Path file) {
    try {
      return new YAMLMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
