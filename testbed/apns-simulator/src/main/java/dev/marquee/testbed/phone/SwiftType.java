package dev.marquee.testbed.phone;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The type of a member of a Swift struct, as far as {@code JSONDecoder} with its default settings
 * can read it.
 */
public sealed interface SwiftType
    permits SwiftType.Scalar, SwiftType.Enumeration, SwiftType.Array, SwiftStruct {

  /** What an error says was expected. */
  String describe();

  /** The types that are one JSON value. */
  enum Scalar implements SwiftType {
    STRING("a string"),
    /** A whole number of 64 bits. */
    INT("a whole number"),
    DOUBLE("a number"),
    BOOL("true or false"),
    /**
     * By default a number: seconds since 2001-01-01T00:00:00Z. Not Unix time, and no ISO 8601 text.
     */
    DATE("a number of seconds since 2001"),
    /** By default a string in base64. */
    DATA("a string in base64"),
    URL("a URL");

    private final String description;

    Scalar(String description) {
      this.description = description;
    }

    @Override
    public String describe() {
      return description;
    }
  }

  /** An enum with raw values of type String. */
  record Enumeration(Set<String> rawValues) implements SwiftType {
    public Enumeration {
      rawValues = Set.copyOf(rawValues);
    }

    public Enumeration(String... rawValues) {
      this(Set.copyOf(List.of(rawValues)));
    }

    @Override
    public String describe() {
      return "one of " + rawValues.stream().sorted().toList();
    }
  }

  record Array(SwiftType element) implements SwiftType {
    public Array {
      Objects.requireNonNull(element, "element");
    }

    @Override
    public String describe() {
      return "an array";
    }
  }
}
