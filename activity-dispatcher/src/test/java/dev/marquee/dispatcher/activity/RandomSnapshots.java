package dev.marquee.dispatcher.activity;

import static dev.marquee.dispatcher.activity.Snapshots.BOOKED_AT;
import static dev.marquee.dispatcher.activity.Snapshots.CARD_AT;
import static dev.marquee.dispatcher.activity.Snapshots.ENDS_AT;
import static dev.marquee.dispatcher.activity.Snapshots.STARTS_AT;
import static dev.marquee.dispatcher.activity.Snapshots.START_TOKEN;
import static dev.marquee.dispatcher.activity.Snapshots.UPDATE_TOKEN;

import dev.marquee.contracts.booking.AccentColors;
import dev.marquee.contracts.booking.Extra;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.types.definition.ActivityType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Bookings as no booking system should send them but some will: texts of any length and script,
 * with emoji, control characters, half a surrogate pair, templates, SQL and JSON in them; facts
 * that are missing; extras of the wrong type.
 */
public final class RandomSnapshots {
  /** What the event codec lets through. */
  private static final int TEXT_LIMIT = 1_000;

  private static final int ID_LIMIT = 200;

  private static final List<String> SCRAPS =
      List.of(
          "Row 5",
          "{title}",
          "${jndi:ldap://x}",
          "%s%n",
          "'; drop table bookings; --",
          "\\u0000\",\"aps\":{}",
          "</script>",
          "👨‍👩‍👧‍👦",
          "🏳️‍🌈",
          "ａｂｃ",
          "קדמה",
          "漢字",
          "é́́́",
          "\u0000\u0001\u001b[31m",
          "\u2028",
          "\ud800",
          "\udc00",
          "\n\t",
          "#A1B2C3",
          "https://example.com/?q=a b",
          "https://example.com/ok",
          "2026-12-04T18:30:00Z",
          "true",
          "12");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "7.5",
          "9007199254740991",
          "-9007199254740991",
          "1e-400",
          "3.1415926535897932384626433832795028841971",
          "-0.0");

  private final Random random;

  public RandomSnapshots(Random random) {
    this.random = random;
  }

  /** A confirmed booking whose card is due at {@link Snapshots#CARD_AT}. */
  public Snapshots next(ActivityType type) {
    Snapshots confirmed = Snapshots.confirmed();
    FacetVersion version = Snapshots.version(BOOKED_AT, "random");
    return new Snapshots(
        new Booking(
            id(),
            new Facet<>(
                new BookingDetails(
                    "com.example.tickets", type.name(), "s-1", text(), colors(), text(), extras()),
                version),
            new Facet<>("u-1", version),
            new Facet<>(text(), version),
            Changes.NONE,
            new Facet<>(false, version)),
        new Show(
            "s-1",
            new Facet<>(
                new ShowFacts(
                    "s-1",
                    someText(),
                    text(),
                    text(),
                    ZoneId.of("Europe/Berlin"),
                    new Showtime(
                        STARTS_AT,
                        ENDS_AT,
                        random.nextBoolean() ? null : STARTS_AT.minusSeconds(9)),
                    gate()),
                version),
            new Changes(null, null, new Facet<>(text(), version), new Facet<>(text(), version)),
            null),
        new Device(
            "d-1",
            "u-1",
            random.nextBoolean() ? "de" : text(),
            true,
            random.nextBoolean(),
            Map.of(type.name(), START_TOKEN)),
        null,
        confirmed.progress());
  }

  /** The same on a running card, after a change of everything that can change. */
  public Snapshots changed(Snapshots booked, NextStep.Push start) {
    FacetVersion version = Snapshots.version(CARD_AT.plusSeconds(30), "changed");
    return new Snapshots(
            booked.booking(),
            booked.show(),
            booked.device(),
            new ActivityInstance("kit-1", InstanceState.ACTIVE, UPDATE_TOKEN),
            PushProgress.NONE
                .withStart(new StartAttempt(CARD_AT, StartAnswer.ACCEPTED, 1))
                .withAccepted(start.state().hash(), start.marks())
                .inDoubt()
                .withPushAt(CARD_AT))
        .withBookingChange(
            new Changes(
                random.nextBoolean() ? new Facet<>(gate(), version) : null,
                random.nextBoolean()
                    ? new Facet<>(
                        new Showtime(STARTS_AT.plusSeconds(600), ENDS_AT.plusSeconds(600), null),
                        version)
                    : null,
                random.nextBoolean() ? new Facet<>(text(), version) : null,
                random.nextBoolean() ? new Facet<>(text(), version) : null));
  }

  private @Nullable Gate gate() {
    return random.nextInt(4) == 0 ? null : new Gate(someText(), text());
  }

  private Map<String, Extra> extras() {
    Map<String, Extra> extras = new HashMap<>();
    for (String name : List.of("flight", "boardingGroup", "bags", "priority", "a", "b", "c", "d")) {
      switch (random.nextInt(5)) {
        case 0 -> extras.put(name, new Extra.Text(someText()));
        case 1 ->
            extras.put(
                name,
                new Extra.Numeric(new BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size())))));
        case 2 -> extras.put(name, new Extra.Flag(random.nextBoolean()));
        case 3 -> extras.put(name, new Extra.Numeric(BigDecimal.valueOf(random.nextInt(10))));
        default -> {}
      }
    }
    return extras;
  }

  private @Nullable AccentColors colors() {
    return random.nextBoolean() ? null : new AccentColors("#A1b2C3", null);
  }

  private @Nullable String text() {
    return random.nextInt(4) == 0 ? null : someText();
  }

  private String someText() {
    return switch (random.nextInt(3)) {
      case 0 -> scrap();
      case 1 -> scraps(random.nextInt(1, 60));
      default -> scraps(TEXT_LIMIT);
    };
  }

  private String scraps(int length) {
    if (random.nextInt(3) == 0) {
      return scrap().repeat(length).substring(0, length);
    }
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(scrap());
    }
    return text.substring(0, length);
  }

  private String scrap() {
    return SCRAPS.get(random.nextInt(SCRAPS.size()));
  }

  /** Printable, as the codec wants it. */
  private String id() {
    String script = List.of("b-1", "漢", "😀", "\"\\", "é").get(random.nextInt(5));
    String id = script.repeat(ID_LIMIT);
    return id.substring(
        0, random.nextInt(ID_LIMIT / script.length()) * script.length() + script.length());
  }
}
