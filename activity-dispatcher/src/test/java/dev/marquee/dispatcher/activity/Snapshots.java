package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.Extra;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.dispatcher.activity.PushProgress.EndedCard;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.ActivityTypeReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots to decide on: a booking made in March for a show on a December evening, changed step by
 * step. Each method answers a changed copy.
 */
public record Snapshots(
    Booking booking,
    Show show,
    Device device,
    @Nullable ActivityInstance instance,
    PushProgress progress) {

  public static final Instant BOOKED_AT = Instant.parse("2026-03-01T10:00:00Z");
  public static final Instant STARTS_AT = Instant.parse("2026-12-04T18:30:00Z");
  public static final Instant ENDS_AT = Instant.parse("2026-12-04T21:00:00Z");
  public static final Instant CARD_AT = STARTS_AT.minus(Duration.ofHours(3));
  public static final Instant OVER_AT = ENDS_AT.plus(Duration.ofMinutes(10));
  public static final RegisteredToken START_TOKEN =
      new RegisteredToken(new PushToken("aa".repeat(80)), BOOKED_AT);
  public static final RegisteredToken UPDATE_TOKEN =
      new RegisteredToken(new PushToken("bb".repeat(80)), CARD_AT.plusSeconds(2));

  /** The built-in type as it is written. */
  static final String TICKET_YAML = builtIn();

  public static final ActivityType TICKET =
      ActivityTypeReader.read("TicketAttributes.yaml", TICKET_YAML);

  private static String builtIn() {
    String file = "/activity-types/TicketAttributes.yaml";
    try (InputStream in = Objects.requireNonNull(Snapshots.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A confirmed booking; no card yet. */
  public static Snapshots confirmed() {
    return confirmed("TicketAttributes");
  }

  /** A confirmed booking of another type. */
  public static Snapshots confirmed(String type) {
    FacetVersion version = version(BOOKED_AT, "confirmed");
    return new Snapshots(
        new Booking(
            "b-1",
            new Facet<>(
                new BookingDetails("com.example.tickets", type, "s-1", null, null, null, Map.of()),
                version),
            new Facet<>("u-1", version),
            new Facet<>("Row 5, Seat 12", version),
            Changes.NONE,
            new Facet<>(false, version)),
        new Show(
            "s-1",
            new Facet<>(
                new ShowFacts(
                    "s-1",
                    "Twelfth Night",
                    "Old Court",
                    "Leipzig",
                    ZoneId.of("Europe/Berlin"),
                    new Showtime(STARTS_AT, ENDS_AT, null),
                    new Gate("B", "Door")),
                version),
            Changes.NONE,
            null),
        new Device("d-1", "u-1", "en-GB", true, false, Map.of(type, START_TOKEN)),
        null,
        PushProgress.NONE);
  }

  /** The card was started, is on the phone, and its newest state was accepted. */
  public static Snapshots live() {
    Snapshots confirmed = confirmed();
    NextStep.Start start = (NextStep.Start) confirmed.next(CARD_AT);
    return new Snapshots(
        confirmed.booking,
        confirmed.show,
        confirmed.device,
        new ActivityInstance("kit-1", InstanceState.ACTIVE, UPDATE_TOKEN),
        PushProgress.NONE
            .withStart(new StartAttempt(CARD_AT, StartAnswer.ACCEPTED, 1))
            .withAccepted(start.state().hash(), start.marks())
            .withPushAt(CARD_AT));
  }

  static FacetVersion version(Instant time, String id) {
    return FacetVersion.of(new EventContext(id, "/box-office", time, null));
  }

  public NextStep next(Instant now) {
    return next(TICKET, now);
  }

  public NextStep next(ActivityType type, Instant now) {
    return ActivityPolicy.next(snapshot(), type, now);
  }

  public ActivitySnapshot snapshot() {
    return new ActivitySnapshot(show, booking, device, instance, progress);
  }

  Snapshots with(Booking changed) {
    return new Snapshots(changed, show, device, instance, progress);
  }

  Snapshots with(Show changed) {
    return new Snapshots(booking, changed, device, instance, progress);
  }

  Snapshots with(Device changed) {
    return new Snapshots(booking, show, changed, instance, progress);
  }

  Snapshots with(@Nullable ActivityInstance changed) {
    return new Snapshots(booking, show, device, changed, progress);
  }

  Snapshots with(PushProgress changed) {
    return new Snapshots(booking, show, device, instance, changed);
  }

  Snapshots withShowChange(Changes changes) {
    return with(new Show(show.ref(), show.original(), show.changes().merge(changes), show.ended()));
  }

  Snapshots withBookingChange(Changes changes) {
    return with(
        new Booking(
            booking.ref(),
            booking.details(),
            booking.owner(),
            booking.seat(),
            booking.changes().merge(changes),
            booking.cancelled()));
  }

  public Snapshots withShowGate(String gate, Instant at) {
    return withShowChange(
        new Changes(
            new Facet<>(new Gate(gate, "Door"), version(at, "gate-" + gate)), null, null, null));
  }

  Snapshots withBookingGate(@Nullable String gate, Instant at) {
    return withBookingChange(
        new Changes(
            new Facet<>(gate == null ? null : new Gate(gate, "Door"), version(at, "own-" + gate)),
            null,
            null,
            null));
  }

  Snapshots withShowtime(Instant startsAt, Instant endsAt, Instant at) {
    return withShowChange(
        new Changes(
            null,
            new Facet<>(new Showtime(startsAt, endsAt, null), version(at, "times")),
            null,
            null));
  }

  Snapshots withReminder(Instant at) {
    return withShowChange(
        new Changes(null, null, null, new Facet<>(null, version(at, "reminder-" + at))));
  }

  Snapshots withSeat(String seat, Instant at) {
    return with(
        new Booking(
            booking.ref(),
            booking.details(),
            booking.owner(),
            new Facet<>(seat, version(at, "seat")),
            booking.changes(),
            booking.cancelled()));
  }

  Snapshots withExtras(Map<String, Extra> extras) {
    Facet<BookingDetails> confirmed = Objects.requireNonNull(booking.details());
    BookingDetails details = Objects.requireNonNull(confirmed.value());
    return with(
        new Booking(
            booking.ref(),
            new Facet<>(
                new BookingDetails(
                    details.app(),
                    details.activityType(),
                    details.show(),
                    details.deepLink(),
                    details.accentColors(),
                    details.artwork(),
                    extras),
                confirmed.version()),
            booking.owner(),
            booking.seat(),
            booking.changes(),
            booking.cancelled()));
  }

  Snapshots ownedBy(String user, Instant at) {
    return with(
        new Booking(
            booking.ref(),
            booking.details(),
            new Facet<>(user, version(at, "owner")),
            booking.seat(),
            booking.changes(),
            booking.cancelled()));
  }

  Snapshots cancelled(Instant at) {
    return with(
        new Booking(
            booking.ref(),
            booking.details(),
            booking.owner(),
            booking.seat(),
            booking.changes(),
            new Facet<>(true, version(at, "cancelled"))));
  }

  Snapshots showEnded(Instant at) {
    return with(
        new Show(
            show.ref(), show.original(), show.changes(), new Facet<>(true, version(at, "ended"))));
  }

  Snapshots started(StartAnswer answer, int count, Instant at) {
    return with(progress.withStart(new StartAttempt(at, answer, count)).withPushAt(at));
  }

  Snapshots ended(Instant at) {
    return with(
        progress
            .withPushAt(at)
            .withEnded(new EndedCard(at, instance == null ? null : instance.activityKitId())));
  }

  /** What an update or start was accepted means for the next decision. */
  Snapshots accepted(NextStep.Push push, Instant at) {
    PushProgress told = progress.withAccepted(push.state().hash(), push.marks()).withPushAt(at);
    return with(
        push instanceof NextStep.Update update
            ? told.withUrgentPaidUntil(update.urgentPaidUntil())
            : told);
  }

  Snapshots inDoubt() {
    return with(progress.inDoubt());
  }
}
