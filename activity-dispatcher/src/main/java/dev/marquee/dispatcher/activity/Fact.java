package dev.marquee.dispatcher.activity;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.marquee.contracts.booking.AccentColors;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A fact that an activity type can show, by the name that its definition uses. */
enum Fact {
  BOOKING_ID("bookingId"),
  TITLE("title"),
  VENUE("venue"),
  CITY("city"),
  GATE("gate"),
  GATE_LABEL("gateLabel"),
  SEAT("seat"),
  STARTS_AT("startsAt"),
  ENDS_AT("endsAt"),
  DOORS_AT("doorsAt"),
  STATUS("status"),
  MESSAGE("message"),
  REMINDER("reminder"),
  DEEP_LINK("deepLink"),
  BACKGROUND_COLOR("backgroundColor"),
  FOREGROUND_COLOR("foregroundColor"),
  ARTWORK("artwork");

  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final String definitionName;

  Fact(String definitionName) {
    this.definitionName = definitionName;
  }

  @JsonCreator
  static Fact named(String name) {
    for (Fact fact : values()) {
      if (fact.definitionName.equals(name)) {
        return fact;
      }
    }
    throw new IllegalArgumentException("there is no fact \"" + name + "\"");
  }

  /** The fact as a text; times as the time of day at the show. Null where it is not known. */
  @Nullable String text(Facts facts, BookingStatus status) {
    return switch (this) {
      case BOOKING_ID -> facts.booking().ref();
      case TITLE -> facts.original().title();
      case VENUE -> facts.original().venue();
      case CITY -> facts.original().city();
      case GATE -> facts.gate() == null ? null : facts.gate().name();
      case GATE_LABEL -> facts.gate() == null ? null : facts.gate().label();
      case SEAT -> Facet.valueOf(facts.booking().seat());
      case STARTS_AT, ENDS_AT, DOORS_AT -> {
        Instant time = time(facts);
        yield time == null ? null : TIME_OF_DAY.format(time.atZone(facts.timeZone()));
      }
      case STATUS -> status.wireName();
      case MESSAGE -> facts.message();
      case REMINDER -> Facet.valueOf(facts.reminder());
      case DEEP_LINK -> facts.details().deepLink();
      case BACKGROUND_COLOR -> {
        AccentColors colors = facts.details().accentColors();
        yield colors == null ? null : colors.background();
      }
      case FOREGROUND_COLOR -> {
        AccentColors colors = facts.details().accentColors();
        yield colors == null ? null : colors.foreground();
      }
      case ARTWORK -> facts.details().artwork();
    };
  }

  /** The fact as a time; null where it is not known or is no time. */
  @Nullable Instant time(Facts facts) {
    return switch (this) {
      case STARTS_AT -> facts.showtime().startsAt();
      case ENDS_AT -> facts.showtime().endsAt();
      case DOORS_AT -> facts.showtime().doorsAt();
      case BOOKING_ID,
          TITLE,
          VENUE,
          CITY,
          GATE,
          GATE_LABEL,
          SEAT,
          STATUS,
          MESSAGE,
          REMINDER,
          DEEP_LINK,
          BACKGROUND_COLOR,
          FOREGROUND_COLOR,
          ARTWORK ->
          null;
    };
  }
}
