package dev.marquee.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.JsonFields;
import dev.marquee.contracts.schema.PublishedContract.Example;
import dev.marquee.contracts.schema.PublishedContract.InvalidExample;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Renders what {@code docs/events.md} says about the shapes of events, from schemas and examples.
 * The prose around it is written by hand and stays as it is.
 */
final class EventsPage {
  private static final String TOPIC = "booking-events";
  private static final Pattern PART =
      Pattern.compile("(<!-- rendered: (\\w+) -->\n).*?(<!-- /rendered -->)", Pattern.DOTALL);

  /** Examples that explain something; the others are there for the machine. */
  private static final List<String> ALSO_SHOWN = List.of("one-booking", "transfer", "withdrawn");

  /** Mistakes that people make, as {@code type/file}. */
  private static final List<String> ERRORS_SHOWN =
      List.of(
          "booking.confirmed/without-time",
          "booking.confirmed/start-in-unix-seconds",
          "booking.confirmed/end-before-start",
          "booking.confirmed/colour-by-name",
          "booking.confirmed/of-an-unknown-type",
          "booking.confirmed/of-a-later-version",
          "gate.changed/without-gate",
          "gate.changed/gate-is-a-number",
          "show.ended/about-a-booking");

  private EventsPage() {}

  /** The page with its rendered parts renewed. */
  static String renewed(String page) {
    Matcher matcher = PART.matcher(page);
    return matcher.replaceAll(
        part -> Matcher.quoteReplacement(part.group(1) + rendered(part.group(2)) + part.group(3)));
  }

  private static String rendered(String part) {
    return switch (part) {
      case "first" -> line(PublishedContract.example("booking.confirmed"));
      case "limits" -> limits();
      case "types" -> types();
      case "errors" -> errors();
      default -> throw new AssertionError("There is nothing to render as " + part);
    };
  }

  private static String limits() {
    return """
    | limit | |
    |---|---|
    | event, envelope and data together | %,d bytes, %d levels deep |
    | attributes of the envelope, ids | %d characters, no control characters |
    | one text | %,d characters |
    | `extras` | %d members |
    """
        .formatted(
            CloudEventCodec.EVENT_LIMIT,
            CloudEventCodec.DEPTH_LIMIT,
            JsonFields.REFERENCE_LIMIT,
            JsonFields.TEXT_LIMIT,
            JsonFields.MEMBER_LIMIT);
  }

  private static String errors() {
    List<InvalidExample> all = PublishedContract.invalidExamples();
    return ERRORS_SHOWN.stream()
        .map(name ->
            all.stream()
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no invalid example " + name)))
        .map(InvalidExample::error)
        .collect(Collectors.joining("\n", "```\n", "\n```\n"));
  }

  private static String types() {
    return PublishedContract.typesOf(TOPIC).stream()
        .map(EventsPage::type)
        .collect(Collectors.joining("\n"));
  }

  private static String type(String type) {
    JsonNode schema =
        PublishedContract.read(PublishedContract.SCHEMAS.resolve(type).resolve("1.json"));
    StringBuilder text = new StringBuilder();
    text.append("### `").append(type).append("`\n\n");
    text.append(schema.get("description").textValue()).append("\n\n");
    text.append("Subject: ").append(subject(type)).append(".");
    List<String> rows = new ArrayList<>();
    rows("", schema, rows);
    if (rows.isEmpty()) {
      text.append(" Data: `{}`.\n\n");
    } else {
      text.append("\n\n| member of `data` | is | required | says |\n|---|---|---|---|\n");
      rows.forEach(text::append);
      text.append('\n');
    }
    text.append(line(PublishedContract.example(type)));
    for (Example example : PublishedContract.examples()) {
      if (example.type().equals(type) && ALSO_SHOWN.contains(example.name())) {
        text.append('\n').append(also(example));
      }
    }
    return text.toString();
  }

  private static String subject(String type) {
    JsonNode rules =
        PublishedContract.read(PublishedContract.SCHEMAS.resolve(TOPIC).resolve("1.json"))
            .get("allOf");
    for (JsonNode rule : rules) {
      if (rule.at("/if/properties/type/const").textValue().endsWith("." + type)) {
        String pattern = rule.at("/then/properties/subject/pattern").textValue();
        return switch (pattern) {
          case "^bookings/.+" -> "`bookings/{id}`";
          case "^shows/.+" -> "`shows/{id}`";
          case "^(bookings|shows)/.+" -> "`bookings/{id}` or `shows/{id}`";
          default -> throw new AssertionError(pattern);
        };
      }
    }
    throw new AssertionError(type);
  }

  private static void rows(String prefix, JsonNode schema, List<String> rows) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(each -> required.add(each.textValue()));
    for (var property : schema.path("properties").properties()) {
      JsonNode member = property.getValue();
      rows.add(
          "| `%s%s` | %s | %s | %s |\n"
              .formatted(
                  prefix,
                  property.getKey(),
                  kind(member),
                  required.contains(property.getKey()) ? "yes" : "",
                  member.get("description").textValue()));
      rows(prefix + property.getKey() + ".", member, rows);
    }
  }

  private static String kind(JsonNode member) {
    String type =
        member.get("type").isArray()
            ? member.get("type").get(0).textValue()
            : member.get("type").textValue();
    return switch (type) {
      case "string" -> {
        if (member.has("format")) {
          yield "time";
        }
        yield member.has("maxLength") && member.get("maxLength").intValue() == 200 ? "id" : "text";
      }
      case "object" -> "object";
      default -> throw new AssertionError(type);
    };
  }

  private static String line(Example example) {
    String event = example.event().toString();
    if (event.contains("'") || event.contains("\\")) {
      throw new AssertionError(example + " has a character that a shell's echo would change");
    }
    String id = example.event().get("subject").textValue().replaceFirst("^[a-z]+/", "");
    return "```sh\necho '%s' |\n  kcat -P -b localhost:9092 -t %s -k %s\n```\n"
        .formatted(event, TOPIC, id);
  }

  private static String also(Example example) {
    String words =
        switch (example.name()) {
          case "one-booking" -> "One booking that deviates from its show";
          case "transfer" -> "A transfer";
          case "withdrawn" -> "Withdrawn";
          default -> throw new AssertionError(example.name());
        };
    return "%s:\n\n```json\n%s\n```\n".formatted(words, example.event());
  }
}
