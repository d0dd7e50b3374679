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
import dev.marquee.contracts.envelope.CloudEventCodec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes the data of booking events; absent facts are absent members. */
final class BookingEventWriter {
  private BookingEventWriter() {}

  static ObjectNode data(BookingEvent event) {
    ObjectNode data = CloudEventCodec.newData();
    switch (event) {
      case BookingConfirmed confirmed -> {
        data.put("app", confirmed.app());
        data.put("userId", confirmed.userId());
        data.put("activityType", confirmed.activityType());
        putShow(data.putObject("show"), confirmed.show());
        putIfKnown(data, "seat", confirmed.seat());
        putIfKnown(data, "deepLink", confirmed.deepLink());
        AccentColors colors = confirmed.accentColors();
        if (colors != null && !colors.isEmpty()) {
          ObjectNode node = data.putObject("accentColors");
          putIfKnown(node, "background", colors.background());
          putIfKnown(node, "foreground", colors.foreground());
        }
        putIfKnown(data, "artwork", confirmed.artwork());
        if (!confirmed.extras().isEmpty()) {
          ObjectNode extras = data.putObject("extras");
          confirmed.extras().forEach((name, extra) -> put(extras, name, extra));
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

  private static void put(ObjectNode node, String name, Extra extra) {
    switch (extra) {
      case Extra.Text text -> node.put(name, text.value());
      case Extra.Numeric number -> node.put(name, number.value());
      case Extra.Flag flag -> node.put(name, flag.value());
    }
  }

  private static void putIfKnown(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
