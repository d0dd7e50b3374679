package dev.marquee.testbed.story;

import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.testbed.apns.ReceivedPush;
import dev.marquee.testbed.phone.CardState;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.stack.TopicReader;
import dev.marquee.testbed.stack.Topics;
import dev.marquee.testbed.stack.Upstream;
import dev.marquee.testbed.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ada and Ben go to the theatre: six steps from the sign-in of their apps to the end of the show.
 * Each step says what it expects, waits for it within bounds, and tells what was on the wire.
 */
public final class MainStory {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final int DAYS_AHEAD = 40;
  private static final Duration START_BEFORE = Duration.ofHours(3);
  private static final String CLOAKROOM = "The cloakroom is on the left";
  private static final String LAST_CALL = "Please take your seats";
  private static final String LATECOMERS = "Latecomers wait for the interval";
  private static final String ENCORE = "There is an encore";

  private final Narrator narrator;
  private final Stage stage;
  private final ShowFacts show;
  private final BoxOffice boxOffice;
  private final Guest ada;
  private final Guest ben;
  private final List<Guest> both;

  private MainStory(
      Narrator narrator, Stage stage, ShowFacts show, BoxOffice boxOffice, Guest ada, Guest ben) {
    this.narrator = narrator;
    this.stage = stage;
    this.show = show;
    this.boxOffice = boxOffice;
    this.ada = ada;
    this.ben = ben;
    this.both = List.of(ada, ben);
  }

  /**
   * Plays the story on a stack that nobody else uses.
   *
   * @throws StoryDiffersException where something else happens
   */
  public static void play(LocalStack stack, Terminal terminal) {
    try (Upstream upstream = stack.newUpstream();
        TopicReader tokenEvents = stack.newReader(Topics.TOKEN_EVENTS);
        TopicReader deadLetters = stack.newReader(Topics.BOOKING_EVENTS_DLQ)) {
      Narrator narrator = new Narrator(terminal, BERLIN);
      ShowFacts show = show(stack.clock().now());
      MainStory story =
          new MainStory(
              narrator,
              new Stage(stack, narrator, new TokenLog(tokenEvents), deadLetters),
              show,
              new BoxOffice(upstream, stack.clock().businessClock(), show),
              guest(stack, "Ada", "Row 5, Seat 12"),
              guest(stack, "Ben", "Row 9, Seat 3"));
      story.appsSignIn();
      story.bookingsBecomeCards();
      story.updateTokensComeBack();
      story.onlyNewsIsSent();
      story.tokensComeAndGo();
      story.showEnds();
    }
  }

  private void appsSignIn() {
    narrator.step(1, "Ada and Ben install the app and sign in");
    for (Guest guest : both) {
      guest.phone().signIn();
      narrator.tell(guest + "'s app", "PUT /v1/devices/" + guest.deviceId());
      narrator.tell(
          "token-events",
          "device.changed, version %d, with start token %s"
              .formatted(
                  stage.startTokenKnown(guest).version(), Narrator.shortened(guest.startToken())));
    }
    narrator.check("the registry has both start tokens, and says so");
  }

  private void bookingsBecomeCards() {
    narrator.step(2, "They book for a show in %d days".formatted(DAYS_AHEAD));
    both.forEach(boxOffice::confirm);
    narrator.tell("box office", "booking.confirmed for Ada and for Ben");

    Instant startTime = show.showtime().startsAt().minus(START_BEFORE);
    stage.advanceTo(startTime.minus(Duration.ofMinutes(10)), "the day has come");
    String oldToken = ada.startToken();
    ada.phone().rotateStartToken(TicketApp.ATTRIBUTES_TYPE);
    stage.startTokenKnown(ada);
    stage.consumed(Topics.TOKEN_EVENTS);
    narrator.tell(
        "Ada's app",
        "iOS has replaced start token %s by %s"
            .formatted(Narrator.shortened(oldToken), Narrator.shortened(ada.startToken())));
    stage.nothingIsSent("it is not time yet");

    stage.advanceTo(startTime, "three hours to go");
    for (Guest guest : both) {
      PhonePush start = stage.nextPush(guest, "start", "Starts at 19:30 · Gate B");
      sentTo(guest.startToken(), start);
      Patience.expect(
          "the headers of the start",
          Map.of(
              "apns-push-type", "liveactivity",
              "apns-topic", TicketApp.BUNDLE_ID + ".push-type.liveactivity",
              "apns-priority", "10"),
          headers(start, "apns-push-type", "apns-topic", "apns-priority"));
    }
    narrator.check("each start went to the start token of today");
  }

  private void updateTokensComeBack() {
    narrator.step(3, "The phones show a card, and hand over its update token");
    for (Guest guest : both) {
      stage.shows(
          guest,
          Map.of("title", "Hamlet", "gate", "B", "seat", guest.seat(), "status", "confirmed"));
      long version = stage.updateTokenKnown(guest).version();
      narrator.tell(
          guest + "'s app", "PUT …/activities/%s".formatted(guest.card().activityKitId()));
      narrator.tell(
          "token-events",
          "activity.changed, version %d, with update token %s"
              .formatted(version, Narrator.shortened(guest.updateToken())));
    }
    stage.consumed(Topics.TOKEN_EVENTS);
    narrator.check("one card on each Lock Screen, and the registry has its update token");
  }

  private void onlyNewsIsSent() {
    narrator.step(4, "What is new is sent, and nothing else");
    Instant decidedAt = stage.now();
    boxOffice.changeGate("C", decidedAt);
    narrator.tell("box office", "gate.changed to C");
    both.forEach(guest -> stage.nextPush(guest, "update", "Gate is now C"));

    boxOffice.changeGate("C", stage.now());
    narrator.tell("box office", "gate.changed to C, once more");
    boxOffice.changeGate("A", decidedAt.minusSeconds(60));
    narrator.tell("box office", "gate.changed to A, decided before C and late to arrive");
    stage.consumed(Topics.BOOKING_EVENTS);
    stage.nothingIsSent("the same gate is no news, and an older one neither");

    boxOffice.post(CLOAKROOM, decidedAt.minusSeconds(30));
    narrator.tell("box office", "message.posted, older than gate C too, but about something else");
    both.forEach(guest -> stage.nextPush(guest, "update", CLOAKROOM));
    both.forEach(guest -> stage.shows(guest, Map.of("gate", "C", "message", CLOAKROOM)));

    stage.advanceTo(
        show.showtime().startsAt().minus(Duration.ofMinutes(15)), "a quarter of an hour to go");
    boxOffice.remind(LAST_CALL);
    narrator.tell("box office", "showtime.reminder");
    both.forEach(guest -> stage.nextPush(guest, "update", LAST_CALL));
    narrator.check("gate, message and reminder rang once each");
  }

  private void tokensComeAndGo() {
    narrator.step(5, "Ada's update token rotates, and Ben deletes the app");
    String oldToken = ada.updateToken();
    ada.phone().rotateUpdateToken(ada.card().activityKitId());
    stage.updateTokenKnown(ada);
    stage.consumed(Topics.TOKEN_EVENTS);
    narrator.tell(
        "Ada's app",
        "iOS has replaced update token %s by %s"
            .formatted(Narrator.shortened(oldToken), Narrator.shortened(ada.updateToken())));
    String deadToken = ben.updateToken();
    ben.phone().uninstallApp();
    narrator.tell("Ben", "deletes the app, and nobody hears of it");

    boxOffice.post(LATECOMERS, stage.now());
    narrator.tell("box office", "message.posted");
    sentTo(ada.updateToken(), stage.nextPush(ada, "update", LATECOMERS));
    ReceivedPush refused = stage.refusals(deadToken).getFirst();
    narrator.refused(ben, refused);
    Patience.expect(
        "what APNs says of Ben's token", "410", refused.answer().toString().substring(0, 3));
    narrator.tell(
        "token-events",
        "activity.changed, version %d, without an update token"
            .formatted(stage.updateTokenDropped(ben).version()));
    stage.consumed(Topics.TOKEN_EVENTS);
    narrator.check("the update went to Ada's new token; Ben's is dead, and the registry says so");

    stage.advanceTo(show.showtime().endsAt().minusSeconds(60), "the last act");
    boxOffice.changeGate("D", stage.now());
    narrator.tell("box office", "gate.changed to D");
    sentTo(ada.updateToken(), stage.nextPush(ada, "update", "Gate is now D"));
    Patience.expect("pushes to Ben's dead token", 1, stage.refusals(deadToken).size());
    narrator.check("nothing more is sent to Ben");
  }

  private void showEnds() {
    narrator.step(6, "An event that nobody can read does no harm, and the show ends");
    boxOffice.changeGate("E", stage.now());
    boxOffice.mumble("{\"specversion\":\"1.0\",\"type\":");
    boxOffice.post(ENCORE, stage.now());
    narrator.tell("box office", "gate.changed to E, half an event, message.posted");
    stage.shows(ada, Map.of("gate", "E", "message", ENCORE));
    ada.newPushes().forEach(push -> narrator.push(ada, push));
    Map<String, String> letter = stage.deadLetter().headers();
    Patience.expect(
        "where the dead letter comes from",
        Topics.BOOKING_EVENTS,
        letter.getOrDefault("dead-letter-topic", "nowhere"));
    narrator.tell(
        "dead letter",
        "partition %s, offset %s: %s"
            .formatted(
                letter.get("dead-letter-partition"),
                letter.get("dead-letter-offset"),
                letter.get("dead-letter-reason")));
    narrator.check("the dead letter names its reason, and its neighbours went through");

    boxOffice.endShow();
    narrator.tell("box office", "show.ended");
    PhonePush end = stage.nextPush(ada, "end", null);
    Instant leavesAt =
        Instant.ofEpochSecond(end.request().json().at("/aps/dismissal-date").asLong());
    Patience.expect("the state of Ada's card", CardState.ENDED, ada.card().state());
    Patience.expect("the card stays for a while", true, leavesAt.isAfter(stage.now()));
    stage.advanceTo(leavesAt.plusSeconds(1), "everybody has left");
    Patience.expect("cards on Ada's Lock Screen", List.of(), ada.phone().cards());

    List<PhonePush> pushes = ada.phone().pushes();
    List<Long> timestamps = pushes.stream().map(PhonePush::timestamp).toList();
    Patience.expect(
        "the timestamps of all pushes to Ada",
        timestamps.stream().sorted().distinct().toList(),
        timestamps);
    Patience.expect(
        "starts and ends of Ada's card",
        List.of("start", "end"),
        pushes.stream().map(PhonePush::event).filter(event -> !event.equals("update")).toList());
    narrator.check("one card, one start, one end, and each timestamp after the one before");
  }

  private static void sentTo(String token, PhonePush push) {
    Patience.expect(
        "the token of the " + push.event(),
        Narrator.shortened(token),
        Narrator.shortened(push.request().token()));
  }

  private static Map<String, String> headers(PhonePush push, String... names) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : names) {
      headers.put(name, push.request().headers().getOrDefault(name, "none"));
    }
    return headers;
  }

  private static ShowFacts show(Instant now) {
    ZonedDateTime curtain = now.atZone(BERLIN).plusDays(DAYS_AHEAD).with(LocalTime.of(19, 30));
    return new ShowFacts(
        "hamlet-first-night",
        "Hamlet",
        "Deutsches Theater",
        "Berlin",
        BERLIN,
        new Showtime(curtain.toInstant(), curtain.plusMinutes(165).toInstant(), null),
        new Gate("B", null));
  }

  private static Guest guest(LocalStack stack, String name, String seat) {
    String id = name.toLowerCase(Locale.ROOT);
    VirtualPhone phone =
        stack.phones().addPhone(PhoneProfile.of(name + "'s iPhone", id), TicketApp.definition());
    return new Guest(name, "booking-of-" + id, seat, phone);
  }
}
