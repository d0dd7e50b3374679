package dev.marquee.types.reading;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value of a YAML file, and where it stands. */
record YamlPlace(String file, Node node) {

  MalformedTypeException malformed(String sentence) {
    return new MalformedTypeException(file, node.getStartMark().getLine() + 1, sentence);
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The values of a list; of anything else, itself alone. */
  List<YamlPlace> list() {
    return node instanceof SequenceNode sequence
        ? sequence.getValue().stream().map(each -> new YamlPlace(file, each)).toList()
        : List.of(this);
  }

  String text() {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return scalar.getValue();
    }
    throw malformed(
        node instanceof ScalarNode scalar
            ? "YAML reads %s as no text; put it in quotes".formatted(scalar.getValue())
            : "a text is expected here");
  }

  boolean bool() {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return scalar.getValue().equalsIgnoreCase("true");
    }
    throw malformed("true or false is expected here");
  }

  BigDecimal number() {
    if (node instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
      try {
        return new BigDecimal(scalar.getValue());
      } catch (NumberFormatException _) {
        throw malformed("\"%s\" is no decimal number".formatted(scalar.getValue()));
      }
    }
    throw malformed("a number is expected here");
  }

  int integer() {
    BigDecimal number = number();
    try {
      return number.intValueExact();
    } catch (ArithmeticException _) {
      throw malformed(number + " is no whole number");
    }
  }

  Duration duration() {
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException _) {
      throw malformed(
          "\"%s\" is no duration; write it as ISO 8601 does, such as PT30M, PT3H or P1D"
              .formatted(text));
    }
  }

  /** The one of some constants that is named here. */
  <E> E choice(List<E> choices, java.util.function.Function<E, String> nameOf) {
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    for (E each : choices) {
      if (nameOf.apply(each).equals(text)) {
        return each;
      }
    }
    throw malformed(
        "\"%s\" is none of %s"
            .formatted(text, String.join(", ", choices.stream().map(nameOf).toList())));
  }

  /** What a constructor of the definition makes, or its objection, placed here. */
  <T> T build(Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }
}
