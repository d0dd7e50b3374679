package dev.marquee.types.reading;

import dev.marquee.types.definition.ActivityType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The activity types that Marquee brings along, so that it works before anybody writes a file. */
public final class BuiltInTypes {
  private static final String TICKET = "/activity-types/TicketAttributes.yaml";

  private BuiltInTypes() {}

  /** A ticket, from three hours before the show to its end. */
  public static ActivityType ticket() {
    try (InputStream in = BuiltInTypes.class.getResourceAsStream(TICKET)) {
      if (in == null) {
        throw new IllegalStateException(TICKET + " is missing from the class path");
      }
      return ActivityTypeReader.read(TICKET, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
