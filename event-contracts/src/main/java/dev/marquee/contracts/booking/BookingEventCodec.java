package dev.marquee.contracts.booking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.JsonFields;
import dev.marquee.contracts.envelope.MalformedEventException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link BookingEvent}s as CloudEvents. Stateless; any thread. */
public final class BookingEventCodec {
  /** CloudEvents types, as contract. */
  public static final String BOOKING_CONFIRMED = "dev.marquee.booking.confirmed";

  public static final String BOOKING_AMENDED = "dev.marquee.booking.amended";
  public static final String BOOKING_CANCELLED = "dev.marquee.booking.cancelled";
  public static final String GATE_CHANGED = "dev.marquee.gate.changed";
  public static final String SHOWTIME_CHANGED = "dev.marquee.showtime.changed";
  public static final String SHOWTIME_REMINDER = "dev.marquee.showtime.reminder";
  public static final String MESSAGE_POSTED = "dev.marquee.message.posted";
  public static final String SHOW_ENDED = "dev.marquee.show.ended";

  private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");

  private BookingEventCodec() {}

  /**
   * The event that an envelope carries.
   *
   * @throws MalformedEventException when the type is unknown or the data does not fit it
   */
  public static BookingEvent read(CloudEvent event) {
    EventContext context = EventContext.of(event);
    EventSubject subject = EventSubject.parse(event.subject());
    JsonFields data = JsonFields.of(event.data(), "$.data");
    return switch (event.type()) {
      case BOOKING_CONFIRMED -> confirmed(context, bookingId(subject), data);
      case BOOKING_AMENDED -> amended(context, bookingId(subject), data);
      case BOOKING_CANCELLED ->
          new BookingCancelled(context, bookingId(subject), data.optionalText("reason"));
      case GATE_CHANGED -> new GateChanged(context, subject, changedGate(data));
      case SHOWTIME_CHANGED -> new ShowtimeChanged(context, subject, changedShowtime(data));
      case SHOWTIME_REMINDER ->
          new ShowtimeReminder(context, subject, data.optionalText("message"));
      case MESSAGE_POSTED -> new MessagePosted(context, subject, changedMessage(data));
      case SHOW_ENDED -> new ShowEnded(context, showId(subject));
      default ->
          throw new MalformedEventException(
              "$.type", "a type of booking-events", "\"" + event.type() + "\"");
    };
  }

  /** The envelope that carries an event. */
  public static CloudEvent write(BookingEvent event) {
    EventContext context = event.context();
    return new CloudEvent(
        context.id(),
        context.source(),
        typeOf(event),
        event.subject().toString(),
        context.time(),
        context.sequence(),
        data(event));
  }

  private static String typeOf(BookingEvent event) {
    return switch (event) {
      case BookingConfirmed _ -> BOOKING_CONFIRMED;
      case BookingAmended _ -> BOOKING_AMENDED;
      case BookingCancelled _ -> BOOKING_CANCELLED;
      case GateChanged _ -> GATE_CHANGED;
      case ShowtimeChanged _ -> SHOWTIME_CHANGED;
      case ShowtimeReminder _ -> SHOWTIME_REMINDER;
      case MessagePosted _ -> MESSAGE_POSTED;
      case ShowEnded _ -> SHOW_ENDED;
    };
  }

  private static BookingConfirmed confirmed(
      EventContext context, String bookingId, JsonFields data) {
    JsonFields show = data.object("show");
    String color = data.optionalText("accentColor");
    if (color != null && !COLOR.matcher(color).matches()) {
      throw new MalformedEventException(
          data.pathOf("accentColor"), "a colour such as #AABBCC", "\"" + color + "\"");
    }
    JsonFields extras = data.optionalObject("extras");
    return new BookingConfirmed(
        context,
        bookingId,
        data.bundleId("app"),
        data.reference("userId"),
        data.reference("activityType"),
        new ShowFacts(
            show.reference("id"),
            show.text("title"),
            show.optionalText("venue"),
            show.optionalText("city"),
            show.timeZone("timeZone"),
            showtime(show),
            gate(show)),
        data.optionalText("seat"),
        data.optionalText("deepLink"),
        color,
        data.optionalText("artwork"),
        extras == null ? CloudEventCodec.newData() : extras.node());
  }

  private static BookingAmended amended(EventContext context, String bookingId, JsonFields data) {
    String userId = data.optionalReference("userId");
    String seat = data.optionalText("seat");
    if (userId == null && seat == null) {
      throw new MalformedEventException("$.data", "userId or seat", "neither");
    }
    return new BookingAmended(context, bookingId, userId, seat);
  }

  private static @Nullable Gate changedGate(JsonFields data) {
    mustSay(data, "gate");
    return gate(data);
  }

  private static @Nullable Gate gate(JsonFields fields) {
    String name = fields.optionalText("gate");
    return name == null ? null : new Gate(name, fields.optionalText("gateLabel"));
  }

  private static @Nullable Showtime changedShowtime(JsonFields data) {
    mustSay(data, "startsAt");
    return data.isNull("startsAt") ? null : showtime(data);
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

  private static @Nullable String changedMessage(JsonFields data) {
    mustSay(data, "message");
    return data.optionalText("message");
  }

  /** An absent member is a forgotten one; only null withdraws. */
  private static void mustSay(JsonFields data, String name) {
    if (!data.has(name)) {
      throw new MalformedEventException(
          data.pathOf(name), "a value, or null to withdraw", "nothing");
    }
  }

  private static String bookingId(EventSubject subject) {
    return switch (subject) {
      case EventSubject.OfBooking booking -> booking.id();
      case EventSubject.OfShow _ ->
          throw new MalformedEventException("$.subject", "bookings/{id}", "\"" + subject + "\"");
    };
  }

  private static String showId(EventSubject subject) {
    return switch (subject) {
      case EventSubject.OfShow show -> show.id();
      case EventSubject.OfBooking _ ->
          throw new MalformedEventException("$.subject", "shows/{id}", "\"" + subject + "\"");
    };
  }

  private static ObjectNode data(BookingEvent event) {
    ObjectNode data = CloudEventCodec.newData();
    switch (event) {
      case BookingConfirmed confirmed -> {
        data.put("app", confirmed.app());
        data.put("userId", confirmed.userId());
        data.put("activityType", confirmed.activityType());
        putShow(data.putObject("show"), confirmed.show());
        putIfKnown(data, "seat", confirmed.seat());
        putIfKnown(data, "deepLink", confirmed.deepLink());
        putIfKnown(data, "accentColor", confirmed.accentColor());
        putIfKnown(data, "artwork", confirmed.artwork());
        if (!confirmed.extras().isEmpty()) {
          data.set("extras", confirmed.extras());
        }
      }
      case BookingAmended amended -> {
        putIfKnown(data, "userId", amended.userId());
        putIfKnown(data, "seat", amended.seat());
      }
      case BookingCancelled cancelled -> putIfKnown(data, "reason", cancelled.reason());
      case GateChanged changed -> {
        data.putNull("gate");
        putGate(data, changed.gate());
      }
      case ShowtimeChanged changed -> {
        Showtime showtime = changed.showtime();
        if (showtime == null) {
          data.putNull("startsAt");
        } else {
          putShowtime(data, showtime);
        }
      }
      case ShowtimeReminder reminder -> putIfKnown(data, "message", reminder.message());
      case MessagePosted posted -> data.put("message", posted.message());
      case ShowEnded _ -> {
        // The type and the subject say it all.
      }
    }
    return data;
  }

  private static void putShow(ObjectNode node, ShowFacts show) {
    node.put("id", show.id());
    node.put("title", show.title());
    putIfKnown(node, "venue", show.venue());
    putIfKnown(node, "city", show.city());
    node.put("timeZone", show.timeZone().getId());
    putShowtime(node, show.showtime());
    putGate(node, show.gate());
  }

  private static void putShowtime(ObjectNode node, Showtime showtime) {
    node.put("startsAt", showtime.startsAt().toString());
    node.put("endsAt", showtime.endsAt().toString());
    Instant doorsAt = showtime.doorsAt();
    if (doorsAt != null) {
      node.put("doorsAt", doorsAt.toString());
    }
  }

  private static void putGate(ObjectNode node, @Nullable Gate gate) {
    if (gate != null) {
      node.put("gate", gate.name());
      putIfKnown(node, "gateLabel", gate.label());
    }
  }

  private static void putIfKnown(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
