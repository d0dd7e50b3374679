package dev.marquee.types.rendering;

import dev.marquee.types.definition.Fact;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What is known of one booking at one moment. */
public interface KnownFacts {

  /** A fact, or null where it is not known. */
  @Nullable FactValue valueOf(Fact fact);

  /** Where the show takes place, for times of day. */
  ZoneId timeZone();
}
