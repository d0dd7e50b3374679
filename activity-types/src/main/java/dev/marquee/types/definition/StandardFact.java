package dev.marquee.types.definition;

/** What is known, or may be, of every booking. */
public enum StandardFact implements Fact {
  BOOKING_ID("bookingId", Kind.TEXT, true),
  TITLE("title", Kind.TEXT, true),
  VENUE("venue", Kind.TEXT, false),
  CITY("city", Kind.TEXT, false),
  TIME_ZONE("timeZone", Kind.TEXT, true),
  GATE("gate", Kind.TEXT, false),
  GATE_LABEL("gateLabel", Kind.TEXT, false),
  SEAT("seat", Kind.TEXT, false),
  STARTS_AT("startsAt", Kind.TIME, true),
  ENDS_AT("endsAt", Kind.TIME, true),
  DOORS_AT("doorsAt", Kind.TIME, false),
  STATUS("status", Kind.TEXT, true),
  MESSAGE("message", Kind.TEXT, false),
  REMINDER("reminder", Kind.TEXT, false),
  DEEP_LINK("deepLink", Kind.TEXT, false),
  BACKGROUND_COLOR("backgroundColor", Kind.COLOUR, false),
  FOREGROUND_COLOR("foregroundColor", Kind.COLOUR, false),
  ARTWORK("artwork", Kind.TEXT, false);

  private final String factName;
  private final Kind kind;
  private final boolean certain;

  StandardFact(String factName, Kind kind, boolean certain) {
    this.factName = factName;
    this.kind = kind;
    this.certain = certain;
  }

  @Override
  public String factName() {
    return factName;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public boolean isCertain() {
    return certain;
  }
}
