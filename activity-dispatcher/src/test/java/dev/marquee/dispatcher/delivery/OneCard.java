package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.dispatcher.activity.ActivityPolicy;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.PlainEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * One booking on one device, by real facts and the real stores, moved by hand: whoever claims
 * holds, until it settles or its lease runs out.
 */
final class OneCard {
  /** The card is due. */
  static final Instant BEGIN = Snapshots.CARD_AT.plusSeconds(60);

  private static final TestDeliveryConfig CONFIG = new TestDeliveryConfig(Duration.ofMinutes(5), 8);

  private static final PushToken START_TOKEN = new PushToken("aa".repeat(16));
  private static final PushToken UPDATE_TOKEN = new PushToken("bb".repeat(16));

  private final ActivityDatabase database;
  private final DueStore due;
  private final SettleStore settle;
  private final DeliveryPolicy policy = new DeliveryPolicy(new Random(3));
  private int versions;
  private int events;
  private Instant now = BEGIN;

  OneCard(ActivityDatabase database) {
    this.database = database;
    this.due = new DueStore(database.transactions(), CONFIG);
    this.settle = new SettleStore(database.transactions());
    database.empty();
  }

  Instant now() {
    return now;
  }

  OneCard pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** A confirmed booking for gate A, whose owner has a device. */
  OneCard book() {
    Showtime showtime = new Showtime(Snapshots.STARTS_AT, Snapshots.ENDS_AT, null);
    say(
        PlainEvents.confirmed(
            context(), "b-1", "u-1", PlainEvents.show("s-1", showtime, new Gate("A", null)), null));
    report(
        PlainEvents.device(
            now, "phone-1", ++versions, "u-1", new RegisteredToken(START_TOKEN, now)));
    return pass(Duration.ofMinutes(1));
  }

  /** As {@link #book}, and the card was started, with its update token known. */
  OneCard live() {
    book();
    settle(claim(), new ApnsOutcome.Accepted(null));
    return reportCard().pass(Duration.ofSeconds(2));
  }

  OneCard gate(String name) {
    return say(gateChanged(context(), name));
  }

  /** A gate that was said a while ago and is heard of now. */
  OneCard lateGate(String name, Duration ago) {
    return say(gateChanged(contextAt(now.minus(ago)), name));
  }

  private static GateChanged gateChanged(EventContext context, String name) {
    return new GateChanged(context, new EventSubject.OfBooking("b-1"), new Gate(name, null));
  }

  /** The app hands over the update token. */
  OneCard reportCard() {
    return report(
        PlainEvents.card(
            now,
            "phone-1",
            "kit-1",
            "b-1",
            ++versions,
            1,
            InstanceState.ACTIVE,
            new RegisteredToken(UPDATE_TOKEN, now)));
  }

  private OneCard say(BookingEvent event) {
    database.transactions().run(session -> FactWriter.writeBookings(session, List.of(event), now));
    return this;
  }

  private OneCard report(TokenEvent event) {
    database.transactions().run(session -> FactWriter.writeTokens(session, List.of(event), now));
    return this;
  }

  private EventContext context() {
    return contextAt(now);
  }

  private EventContext contextAt(Instant time) {
    return new EventContext("e-%03d".formatted(++events), "/box-office", time, null);
  }

  /** The holder, of which there must be one. */
  Decided claim() {
    return claimAt(now);
  }

  /** The same by a clock of its own. */
  Decided claimAt(Instant clock) {
    List<Decided> claimed = claim(clock, OneCard::core);
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  /** Whether nobody may claim it now. */
  boolean isLeftAlone() {
    return claim(now, OneCard::core).isEmpty();
  }

  /** Claims with a core of one's own, and the limits of every replica. */
  List<Decided> claim(Instant clock, BiFunction<ActivitySnapshot, Instant, NextStep> core) {
    StartGate gate = new StartGate();
    gate.open();
    return due.claim(10, clock, 0, Set.of(), new ClaimPolicy(core, gate, CONFIG)::decide);
  }

  private static NextStep core(ActivitySnapshot snapshot, Instant now) {
    return ActivityPolicy.next(snapshot, Snapshots.TICKET, now);
  }

  /** The holder is late, or dead: nobody can tell. */
  OneCard leaseRunsOut() {
    database.change("update activities set lease_until = null");
    database.change("update hand_overs set lease_until = '-infinity'");
    new LostHandOvers(database.transactions()).recover(now);
    return this;
  }

  /** The answer of a push is settled. */
  OneCard settle(Decided holder, ApnsOutcome outcome) {
    return settle(
        policy.afterPush(holder, (NextStep.Push) holder.step(), outcome, now, Duration.ZERO));
  }

  /** A claim ends without a push. */
  OneCard settle(Decided holder) {
    return settle(
        holder.givenUp()
            ? DeliveryPolicy.givenUp(holder.claim(), holder.step().reason())
            : DeliveryPolicy.withoutPush(holder.claim(), holder.step()));
  }

  private OneCard settle(Settlement settlement) {
    settle.settle(List.of(settlement), now);
    return this;
  }

  /** The gate that a push shows. */
  static String gateOf(Decided decided) {
    return ((NextStep.Push) decided.step()).state().json().path("gate").asText();
  }
}
