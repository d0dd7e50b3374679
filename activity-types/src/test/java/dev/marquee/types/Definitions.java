package dev.marquee.types;

import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.ActivityTypeReader;

/** Definitions to test with. */
public final class Definitions {
  /** A small type with every part that a definition must have; fields and more can be added. */
  public static final String TABLE =
      """
      name: TableAttributes
      attributes:
        bookingId: { fact: bookingId, required: true }
      content-state:
        title: { fact: title, required: true }
      start-alert: { title: "{title}", body: "At {startsAt}" }
      timeline: { start-before: PT2H, end-after: PT0S, dismiss-after: PT15M }
      """;

  private Definitions() {}

  /** The type of a text. */
  public static ActivityType read(String yaml) {
    return ActivityTypeReader.read("TableAttributes.yaml", yaml);
  }

  /** {@link #TABLE} with more fields in its content state. */
  public static ActivityType tableWith(String... fields) {
    return read(withFields(fields));
  }

  /** The text of {@link #TABLE} with more fields in its content state. */
  public static String withFields(String... fields) {
    String after = "  title: { fact: title, required: true }\n";
    return TABLE.replace(after, after + "  " + String.join("\n  ", fields) + "\n");
  }
}
