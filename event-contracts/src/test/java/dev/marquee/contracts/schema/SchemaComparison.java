package dev.marquee.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a released schema promised and the schema of now breaks, in sentences. It knows the keywords
 * that our schemas are written in; where another one differs it cannot tell, and says so, which is
 * a break as well.
 */
final class SchemaComparison {
  /** Who writes the events, and so what a change may not do to the other side. */
  enum Writer {
    /** Old events must stay right: nothing may be narrowed. */
    UPSTREAM,
    /** New events must be right for readers of the released schema: nothing may be widened. */
    MARQUEE
  }

  private static final Set<String> WORDS_ONLY =
      Set.of("$schema", "$id", "title", "description", "examples", "$comment");
  private static final Set<String> UPPER_LIMITS =
      Set.of("maxLength", "maximum", "maxProperties", "maxItems");
  private static final Set<String> LOWER_LIMITS =
      Set.of("minLength", "minimum", "minProperties", "minItems");

  private final Writer writer;
  private final List<String> breaks = new ArrayList<>();

  private SchemaComparison(Writer writer) {
    this.writer = writer;
  }

  /** The breaks, one sentence each; empty where the change is compatible. */
  static List<String> breaks(Writer writer, JsonNode released, JsonNode now) {
    SchemaComparison comparison = new SchemaComparison(writer);
    comparison.removals("$", released, now);
    switch (writer) {
      case UPSTREAM -> comparison.narrowings("$", released, now);
      case MARQUEE -> comparison.narrowings("$", now, released);
    }
    return comparison.breaks;
  }

  private void removals(String path, JsonNode released, JsonNode now) {
    for (var property : released.path("properties").properties()) {
      JsonNode kept = now.path("properties").path(property.getKey());
      String member = path + "." + property.getKey();
      if (kept.isMissingNode()) {
        breaks.add(member + ": removed");
      } else {
        removals(member, property.getValue(), kept);
      }
    }
  }

  /** Reports where a document that {@code wide} accepts may be refused by {@code narrow}. */
  private void narrowings(String path, JsonNode wide, JsonNode narrow) {
    for (var keyword : narrow.properties()) {
      String name = keyword.getKey();
      JsonNode before = wide.path(name);
      JsonNode after = keyword.getValue();
      if (before.equals(after) || WORDS_ONLY.contains(name)) {
        continue;
      }
      switch (name) {
        case "properties" -> properties(path, before, after);
        case "propertyNames", "additionalProperties", "items" ->
            narrowings(path + "." + name, before, after);
        case "type" -> subset(path, name, types(before), types(after), before, after);
        case "required" -> subset(path, name, values(after), values(before), before, after);
        case "enum" -> subset(path, name, values(before), values(after), before, after);
        case "allOf" -> rules(path, wide, narrow);
        default -> limit(path, name, before, after);
      }
    }
  }

  private void properties(String path, JsonNode wide, JsonNode narrow) {
    for (var property : narrow.properties()) {
      JsonNode before = wide.path(property.getKey());
      // A member that the other side does not know is passed over there.
      if (!before.isMissingNode()) {
        narrowings(path + "." + property.getKey(), before, property.getValue());
      }
    }
  }

  /** A rule about a type that was not there before narrows nothing. */
  private void rules(String path, JsonNode wide, JsonNode narrow) {
    Set<JsonNode> before = values(wide.path("allOf"));
    Set<JsonNode> types = values(wide.at("/properties/type/enum"));
    for (JsonNode rule : narrow.path("allOf")) {
      JsonNode type = rule.at("/if/properties/type/const");
      boolean aboutNewType = !type.isMissingNode() && !types.contains(type);
      if (!before.contains(rule) && !aboutNewType) {
        report(path, "allOf", MissingNode.getInstance(), rule);
      }
    }
  }

  private void limit(String path, String name, JsonNode before, JsonNode after) {
    boolean looser =
        before.isNumber()
            && ((UPPER_LIMITS.contains(name)
                    && after.decimalValue().compareTo(before.decimalValue()) > 0)
                || (LOWER_LIMITS.contains(name)
                    && after.decimalValue().compareTo(before.decimalValue()) < 0));
    if (!looser) {
      report(path, name, before, after);
    }
  }

  private void subset(
      String path,
      String name,
      Set<JsonNode> smaller,
      Set<JsonNode> larger,
      JsonNode before,
      JsonNode after) {
    if ((before.isMissingNode() && !name.equals("required")) || !larger.containsAll(smaller)) {
      report(path, name, before, after);
    }
  }

  private void report(String path, String name, JsonNode wide, JsonNode narrow) {
    boolean swapped = writer == Writer.MARQUEE;
    breaks.add(
        "%s: %s was %s and is %s"
            .formatted(path, name, words(swapped ? narrow : wide), words(swapped ? wide : narrow)));
  }

  private static Set<JsonNode> types(JsonNode type) {
    Set<JsonNode> types = type.isTextual() ? Set.of(type) : values(type);
    Set<JsonNode> all = new HashSet<>(types);
    if (all.contains(TextNode.valueOf("number"))) {
      all.add(TextNode.valueOf("integer"));
    }
    return all;
  }

  private static Set<JsonNode> values(JsonNode list) {
    Set<JsonNode> values = new HashSet<>();
    list.forEach(values::add);
    return values;
  }

  private static String words(JsonNode value) {
    return value.isMissingNode() ? "not said" : value.toString();
  }
}
