package dev.marquee.contracts.booking;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.envelope.JsonFields;
import dev.marquee.contracts.envelope.MalformedEventException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the data of booking events, one method for each shape that needs more than one line. */
final class BookingEventReader {
  private static final Pattern DEEP_LINK = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+");
  private static final Pattern ARTWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern EXTRA_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
  private static final String COLOR = "a colour such as #AABBCC";

  private BookingEventReader() {}

  static BookingConfirmed confirmed(EventContext context, String bookingId, JsonFields data) {
    return new BookingConfirmed(
        context,
        bookingId,
        data.bundleId("app"),
        data.reference("userId"),
        data.reference("activityType"),
        show(data.object("show")),
        data.optionalText("seat"),
        data.optionalMatch("deepLink", DEEP_LINK, "a link such as tickets://bookings/b-1"),
        accentColors(data),
        data.optionalMatch("artwork", ARTWORK, "the name of a picture such as hamlet-poster"),
        extras(data));
  }

  static BookingAmended amended(EventContext context, String bookingId, JsonFields data) {
    String userId = data.optionalReference("userId");
    String seat = data.optionalText("seat");
    if (userId == null && seat == null) {
      throw new MalformedEventException("$.data", "userId or seat", "neither");
    }
    return new BookingAmended(context, bookingId, userId, seat);
  }

  static @Nullable Gate changedGate(JsonFields data) {
    mustSay(data, "gate");
    return gate(data);
  }

  static @Nullable Showtime changedShowtime(JsonFields data) {
    mustSay(data, "startsAt");
    return data.isNull("startsAt") ? null : showtime(data);
  }

  static @Nullable String changedMessage(JsonFields data) {
    mustSay(data, "message");
    return data.optionalText("message");
  }

  private static ShowFacts show(JsonFields show) {
    return new ShowFacts(
        show.reference("id"),
        show.text("title"),
        show.optionalText("venue"),
        show.optionalText("city"),
        show.timeZone("timeZone"),
        showtime(show),
        gate(show));
  }

  private static Showtime showtime(JsonFields fields) {
    Instant startsAt = fields.instant("startsAt");
    Instant endsAt = fields.instant("endsAt");
    if (!endsAt.isAfter(startsAt)) {
      throw new MalformedEventException(
          fields.pathOf("endsAt"), "a time after startsAt " + startsAt, endsAt.toString());
    }
    return new Showtime(startsAt, endsAt, fields.optionalInstant("doorsAt"));
  }

  private static @Nullable Gate gate(JsonFields fields) {
    String name = fields.optionalText("gate");
    String label = fields.optionalText("gateLabel");
    return name == null ? null : new Gate(name, label);
  }

  private static @Nullable AccentColors accentColors(JsonFields data) {
    JsonFields colors = data.optionalObject("accentColors");
    if (colors == null) {
      return null;
    }
    AccentColors read =
        new AccentColors(
            colors.optionalMatch("background", AccentColors.COLOR, COLOR),
            colors.optionalMatch("foreground", AccentColors.COLOR, COLOR));
    return read.isEmpty() ? null : read;
  }

  private static Map<String, Extra> extras(JsonFields data) {
    return data.members(
        "extras",
        EXTRA_NAME,
        "names of a letter and up to 63 letters, digits and underscores",
        BookingEventReader::extra);
  }

  private static @Nullable Extra extra(JsonFields extras, String name) {
    JsonNode value = extras.value(name);
    if (value == null) {
      return null;
    }
    if (value.isTextual()) {
      return new Extra.Text(extras.verbatim(name));
    }
    try {
      return Extra.of(value);
    } catch (IllegalArgumentException _) {
      throw new MalformedEventException(
          extras.pathOf(name),
          "a text, true, false, or a number within ±" + Extra.LARGEST,
          JsonFields.found(value));
    }
  }

  /** An absent or blank member is a forgotten one; only null withdraws. */
  private static void mustSay(JsonFields data, String name) {
    JsonNode value = data.value(name);
    boolean blank = value != null && value.isTextual() && value.textValue().isBlank();
    if (blank || !data.has(name)) {
      throw new MalformedEventException(
          data.pathOf(name), "a value, or null to withdraw", blank ? "a blank" : "nothing");
    }
  }
}
