package dev.marquee.types.definition;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Something that a card or an alert can tell about a booking and its show. */
public sealed interface Fact permits StandardFact, Fact.Extra {

  /** What the fact can be shown as. */
  enum Kind {
    /** A text. */
    TEXT,
    /** A moment, which in a text is the time of day at the show. */
    TIME,
    /** A colour. */
    COLOUR,
    /** Whatever the booking system sent. */
    ANY
  }

  /** The name that definitions use. */
  String factName();

  /** What it can be shown as. */
  Kind kind();

  /** Whether it is known of every confirmed booking. */
  boolean isCertain();

  /**
   * A free fact of the booking, from the {@code extras} of its confirmation.
   *
   * @param name its member of {@code extras}
   */
  record Extra(String name) implements Fact {
    /** What the names of extras begin with. */
    static final String PREFIX = "extras.";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    /** Refuses a name that no placeholder can hold. */
    public Extra {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "\"%s%s\" is no name of an extra: a letter, then letters, digits and _, 64 at most"
                .formatted(PREFIX, name));
      }
    }

    @Override
    public String factName() {
      return PREFIX + name;
    }

    @Override
    public Kind kind() {
      return Kind.ANY;
    }

    @Override
    public boolean isCertain() {
      return false;
    }
  }

  /**
   * The fact of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Fact named(String name) {
    if (name.startsWith(Extra.PREFIX)) {
      return new Extra(name.substring(Extra.PREFIX.length()));
    }
    for (StandardFact fact : StandardFact.values()) {
      if (fact.factName().equals(name)) {
        return fact;
      }
    }
    throw new IllegalArgumentException(
        "there is no fact \"%s\"; there are %s, and extras.NAME"
            .formatted(
                name,
                Arrays.stream(StandardFact.values())
                    .map(Fact::factName)
                    .collect(Collectors.joining(", "))));
  }
}
