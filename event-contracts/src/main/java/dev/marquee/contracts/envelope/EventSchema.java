package dev.marquee.contracts.envelope;

import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents {@code dataschema} of Marquee's events: which JSON Schema the data keeps to, such
 * as {@code https://marquee.dev/schemas/booking.confirmed/1}. The number is the major version; it
 * grows only when data of the version before would be refused or misread.
 */
public final class EventSchema {
  /** How each schema's identifier begins; the short name and the version follow. */
  public static final String BASE = "https://marquee.dev/schemas/";

  /** How each CloudEvents type begins; the short name follows. */
  public static final String TYPE_PREFIX = "dev.marquee.";

  private EventSchema() {}

  /** The identifier of one version of a type's schema. */
  public static String uri(String type, int version) {
    return BASE + shortName(type) + "/" + version;
  }

  /** The type without its prefix, such as {@code booking.confirmed}. */
  public static String shortName(String type) {
    return type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type;
  }

  /**
   * Which version a {@code dataschema} names; 1 where it is absent, because producers by hand leave
   * it out.
   */
  static int version(String type, @Nullable String dataschema) {
    if (dataschema == null) {
      return 1;
    }
    String beginning = BASE + shortName(type) + "/";
    if (dataschema.startsWith(beginning)) {
      String version = dataschema.substring(beginning.length());
      if (version.matches("[1-9][0-9]{0,3}")) {
        return Integer.parseInt(version);
      }
    }
    throw new MalformedEventException("$.dataschema", uri(type, 1), "\"" + dataschema + "\"");
  }
}
