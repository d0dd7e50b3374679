package dev.marquee.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.contracts.envelope.EventSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the contract as they are published. */
final class PublishedContract {
  static final Path RESOURCES = Path.of("src/main/resources");
  static final Path SCHEMAS = RESOURCES.resolve("schemas");

  /** Whose structured events each topic schema describes, and in which order docs name them. */
  static final List<String> TOPICS =
      List.of("booking-events", "token-events", "token-rejections", "push-outcomes", "pushes-dlq");

  private static final Path EXAMPLES = RESOURCES.resolve("examples");
  private static final Path INVALID_EXAMPLES = Path.of("src/test/resources/invalid-examples");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, List<String>> TYPES =
      TOPICS.stream().collect(Collectors.toMap(topic -> topic, PublishedContract::readTypesOf));

  private PublishedContract() {}

  /** One event in structured mode; {@code name} is {@code type/file}. */
  record Example(String type, String name, JsonNode event) {
    String topic() {
      return topicOf(type);
    }

    @Override
    public String toString() {
      return type + "/" + name;
    }
  }

  /**
   * An event that must be refused.
   *
   * @param error what the codec has to say
   * @param schemaCanTell whether JSON Schema can express the rule that it breaks
   */
  record InvalidExample(Example example, String error, boolean schemaCanTell) {
    @Override
    public String toString() {
      return example.toString();
    }
  }

  /** All schemas of a folder laid out as {@code name/version.json}, by their identifiers. */
  static Map<String, JsonNode> schemas(Path folder) {
    Map<String, JsonNode> schemas = new TreeMap<>();
    for (Path file : jsonFiles(folder)) {
      String version = nameOf(file);
      schemas.put(EventSchema.BASE + typeOf(file) + "/" + version, read(file));
    }
    return schemas;
  }

  /** The short names of a topic's types, in the order of its schema. */
  static List<String> typesOf(String topic) {
    return TYPES.getOrDefault(topic, List.of());
  }

  private static List<String> readTypesOf(String topic) {
    return read(SCHEMAS.resolve(topic).resolve("1.json"))
        .at("/properties/type/enum")
        .valueStream()
        .map(type -> EventSchema.shortName(type.textValue()))
        .toList();
  }

  static List<Example> examples() {
    return jsonFiles(EXAMPLES).stream()
        .map(file -> new Example(typeOf(file), nameOf(file), read(file)))
        .toList();
  }

  static List<InvalidExample> invalidExamples() {
    return jsonFiles(INVALID_EXAMPLES).stream()
        .map(file -> {
          JsonNode json = read(file);
          return new InvalidExample(
              new Example(typeOf(file), nameOf(file), json.get("event")),
              json.get("error").textValue(),
              !json.has("schema"));
        })
        .toList();
  }

  static Example example(String type) {
    return new Example(type, "example", read(EXAMPLES.resolve(type).resolve("example.json")));
  }

  static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String topicOf(String type) {
    return TOPICS.stream()
        .filter(topic -> typesOf(topic).contains(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no topic has the type " + type));
  }

  private static List<Path> jsonFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String typeOf(Path file) {
    return file.getName(file.getNameCount() - 2).toString();
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }
}
