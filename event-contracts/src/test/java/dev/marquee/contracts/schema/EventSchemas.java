package dev.marquee.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.marquee.contracts.envelope.EventSchema;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks JSON by the published schemas alone; nothing is fetched from anywhere. */
final class EventSchemas {
  private final SchemaRegistry registry;

  EventSchemas() {
    Map<String, String> schemas =
        PublishedContract.schemas(PublishedContract.SCHEMAS).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().toString()));
    registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(schemas));
  }

  /** What is wrong with an event in structured mode; empty where nothing is. */
  List<String> errorsOf(String topic, JsonNode event) {
    return check(registry.getSchema(SchemaLocation.of(EventSchema.BASE + topic + "/1")), event);
  }

  /** What is wrong with a schema itself; empty where nothing is. */
  List<String> errorsOfSchema(JsonNode schema) {
    String metaSchema = "https://json-schema.org/draft/2020-12/schema";
    return check(registry.getSchema(SchemaLocation.of(metaSchema)), schema);
  }

  private static List<String> check(Schema schema, JsonNode json) {
    List<Error> errors =
        schema.validate(
            json,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    return errors.stream().map(Error::toString).toList();
  }
}
