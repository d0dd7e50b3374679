package dev.marquee.types.definition;

import java.util.Locale;

/** What can change about a booking, the strongest first. */
public enum ChangeKind {
  /** When the show runs. */
  TIMES,
  /** Where to go in. */
  PLACE,
  /** Where to sit. */
  SEAT,
  /** The line for everybody's card. */
  MESSAGE,
  /** A nudge by an event. */
  REMINDER;

  /** The name that definitions use. */
  public String kindName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
