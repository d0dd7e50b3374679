package dev.marquee.types.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.Content;
import dev.marquee.types.definition.Field;
import java.util.Map;

/**
 * Prints the JSON Schema (2020-12) of {@code attributes} and {@code content-state}. It is strict:
 * nothing is in a payload but what the definition names.
 */
public final class SchemaPrinter {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private SchemaPrinter() {}

  /** The schema of an object that has both as members. */
  public static ObjectNode schemaOf(ActivityType type) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", DIALECT);
    schema.put("$id", "urn:marquee:activity-type:" + type.name());
    schema.put("title", type.name());
    schema.put("type", "object");
    schema.putArray("required").add("attributes").add("content-state");
    schema.put("additionalProperties", false);
    ObjectNode parts = schema.putObject("properties");
    parts.set("attributes", object(type.attributes()));
    parts.set("content-state", object(type.contentState()));
    return schema;
  }

  /** The schema as an indented text. */
  public static String print(ActivityType type) {
    return schemaOf(type).toPrettyString() + "\n";
  }

  private static ObjectNode object(Map<String, Field> fields) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    ArrayNode required = schema.putArray("required");
    schema.put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    fields.forEach((name, field) -> {
      properties.set(name, value(field.content()));
      if (field.required()) {
        required.add(name);
      }
    });
    return schema;
  }

  private static ObjectNode value(Content content) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    return switch (content) {
      case Content.Text _ -> schema.put("type", "string");
      case Content.Flag _ -> schema.put("type", "boolean");
      case Content.Colour _ -> schema.put("type", "string").put("pattern", "^#[0-9A-Fa-f]{6}$");
      case Content.Url _ -> schema.put("type", "string").put("format", "uri");
      case Content.Figure figure ->
          switch (figure.encoding()) {
            case INT ->
                schema
                    .put("type", "integer")
                    .put("minimum", Long.MIN_VALUE)
                    .put("maximum", Long.MAX_VALUE);
            case DOUBLE -> schema.put("type", "number");
          };
      case Content.Date date ->
          switch (date.encoding()) {
            case UNIX_SECONDS ->
                schema
                    .put("type", "integer")
                    .put("description", "seconds since 1970-01-01T00:00:00Z");
            case SECONDS_SINCE_2001 ->
                schema
                    .put("type", "integer")
                    .put("description", "seconds since 2001-01-01T00:00:00Z");
            case ISO_8601 -> schema.put("type", "string").put("format", "date-time");
          };
    };
  }
}
