package dev.marquee.dispatcher.testing;

import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events that say what a test is about, and leave out all that it is not. */
public final class PlainEvents {
  private static final String APP = "com.example.tickets";
  private static final String TYPE = "TicketAttributes";

  private PlainEvents() {}

  public static ShowFacts show(String id, Showtime showtime, @Nullable Gate gate) {
    return new ShowFacts(
        id, "Twelfth Night", null, null, ZoneId.of("Europe/Berlin"), showtime, gate);
  }

  public static BookingConfirmed confirmed(
      EventContext context, String booking, String user, ShowFacts show, @Nullable String seat) {
    return new BookingConfirmed(
        context, booking, APP, user, TYPE, show, seat, null, null, null, Map.of());
  }

  /**
   * A device of an owner.
   *
   * @param startToken null where the device has none
   */
  public static DeviceChanged device(
      Instant time,
      String device,
      long version,
      @Nullable String user,
      @Nullable RegisteredToken startToken) {
    return new DeviceChanged(
        time,
        device,
        version,
        1,
        user,
        APP,
        ApnsEnvironment.SANDBOX,
        null,
        null,
        null,
        null,
        true,
        true,
        startToken == null ? Map.of() : Map.of(TYPE, startToken));
  }

  /**
   * A card on a device.
   *
   * @param ordinal greater than that of every card that was there before
   * @param updateToken null where the app has none
   */
  public static ActivityChanged card(
      Instant time,
      String device,
      String activityKitId,
      String booking,
      long version,
      long ordinal,
      InstanceState state,
      @Nullable RegisteredToken updateToken) {
    return new ActivityChanged(
        time, device, activityKitId, booking, version, 1, ordinal, TYPE, state, updateToken);
  }
}
