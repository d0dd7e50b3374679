package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.booking.AccentColors;
import dev.marquee.contracts.booking.Extra;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.types.definition.Fact;
import dev.marquee.types.definition.StandardFact;
import dev.marquee.types.rendering.FactValue;
import dev.marquee.types.rendering.KnownFacts;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The facts of a booking, by the names that activity types have for them. */
record CardFacts(Facts facts, BookingStatus status) implements KnownFacts {
  private static final AccentColors NO_COLORS = new AccentColors(null, null);

  @Override
  public ZoneId timeZone() {
    return facts.timeZone();
  }

  @Override
  public @Nullable FactValue valueOf(Fact fact) {
    return switch (fact) {
      case Fact.Extra extra -> extra(extra.name());
      case StandardFact standard -> standard(standard);
    };
  }

  private @Nullable FactValue extra(String name) {
    return switch (facts.details().extras().get(name)) {
      case null -> null;
      case Extra.Text text -> new FactValue.Words(text.value());
      case Extra.Numeric number -> new FactValue.Figure(number.value());
      case Extra.Flag flag -> new FactValue.Flag(flag.value());
    };
  }

  private @Nullable FactValue standard(StandardFact fact) {
    return switch (fact) {
      case STARTS_AT -> FactValue.ofTime(facts.showtime().startsAt());
      case ENDS_AT -> FactValue.ofTime(facts.showtime().endsAt());
      case DOORS_AT -> FactValue.ofTime(facts.showtime().doorsAt());
      case BOOKING_ID -> FactValue.ofText(facts.booking().ref());
      case TITLE -> FactValue.ofText(facts.original().title());
      case VENUE -> FactValue.ofText(facts.original().venue());
      case CITY -> FactValue.ofText(facts.original().city());
      case TIME_ZONE -> FactValue.ofText(facts.timeZone().getId());
      case GATE -> FactValue.ofText(gateName());
      case GATE_LABEL -> FactValue.ofText(gateLabel());
      case SEAT -> FactValue.ofText(Facet.valueOf(facts.booking().seat()));
      case STATUS -> FactValue.ofText(status.wireName());
      case MESSAGE -> FactValue.ofText(facts.message());
      case REMINDER -> FactValue.ofText(Facet.valueOf(facts.reminder()));
      case DEEP_LINK -> FactValue.ofText(facts.details().deepLink());
      case BACKGROUND_COLOR -> FactValue.ofText(colors().background());
      case FOREGROUND_COLOR -> FactValue.ofText(colors().foreground());
      case ARTWORK -> FactValue.ofText(facts.details().artwork());
    };
  }

  private AccentColors colors() {
    AccentColors colors = facts.details().accentColors();
    return colors == null ? NO_COLORS : colors;
  }

  private @Nullable String gateName() {
    Gate gate = facts.gate();
    return gate == null ? null : gate.name();
  }

  private @Nullable String gateLabel() {
    Gate gate = facts.gate();
    return gate == null ? null : gate.label();
  }
}
