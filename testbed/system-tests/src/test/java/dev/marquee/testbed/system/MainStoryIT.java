package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.envelope.EventSchema;
import dev.marquee.testbed.launch.Marquee;
import dev.marquee.testbed.phone.Card;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.stack.TopicReader;
import dev.marquee.testbed.stack.Topics;
import dev.marquee.testbed.story.MainStory;
import dev.marquee.testbed.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The story, and after it, on the same stack, what the documentation tells people to paste, and
 * what an operator does about an event that nobody could read.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainStoryIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An hour and a half before the show of the events page. */
  private static final Instant EVENING = Instant.parse("2030-12-06T17:00:00Z");

  /** How far the dispatchers' clock is behind: more than they let an event be ahead. */
  private static final Duration SLOWNESS = Duration.ofHours(1);

  /** Part of the reason for which they bury such an event. */
  private static final String AHEAD = "no more than 5 minutes ahead";

  private static final String LATE_BOOKING = "b-late";

  @TempDir static Path state;

  private static LocalStack stack;

  @BeforeAll
  static void startStack() {
    stack = LocalStack.builder(Checkout.locate().withStateFolder(state), "story").start();
  }

  @AfterAll
  static void stopStack() {
    stack.close();
  }

  @Test
  @Order(1)
  void thePhonesShowWhatTheStorySays() {
    // Given
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(new PrintStream(told, true, UTF_8), false);

    // When / Then
    assertThatCode(() -> MainStory.play(stack, terminal))
        .as(() -> told.toString(UTF_8))
        .doesNotThrowAnyException();
  }

  /**
   * Every line of {@code docs/events.md}, pasted as it stands; a second booking of the same user is
   * there to be cancelled.
   */
  @Test
  @Order(2)
  void whatTheEventsPageTellsToPasteReachesThePhone(@TempDir Path folder) throws Exception {
    // Given
    EventsPage page = new EventsPage(stack.bootstrapServers(), folder);
    VirtualPhone phone = signedIn("Ada's new iPhone", "ada");
    page.paste(page.line("booking.confirmed"));
    page.paste(page.line("booking.confirmed").replace("b-1", "b-2"));
    stack.awaitConsumed(Topics.BOOKING_EVENTS);
    stack.clock().advanceTo(EVENING);
    awaitCard(phone, "b-1", card -> card.shown("title").equals("Twelfth Night"));
    awaitCard(phone, "b-2", card -> card.shown("gate").equals("B"));

    // When / Then
    page.paste(page.line("booking.amended"));
    awaitCard(phone, "b-1", card -> card.shown("seat").equals("Row 1, Seat 1"));
    page.paste(page.line("gate.changed"));
    awaitCard(phone, "b-1", card -> card.shown("gate").equals("C"));
    page.paste(page.line("showtime.changed"));
    String newStart = Long.toString(Instant.parse("2030-12-06T19:00:00Z").getEpochSecond());
    awaitCard(phone, "b-1", card -> card.shown("startsAt").equals(newStart));
    page.paste(page.line("message.posted"));
    awaitCard(phone, "b-1", card -> card.shown("message").equals("The bar is open until ten"));
    page.paste(
        page.line("showtime.reminder")
            .replace("2026-03-05T09:00:00Z", stack.clock().now().toString()));
    await().atMost(PATIENCE).until(() -> rang(phone, "Please take your seats"));
    page.paste(page.line("booking.cancelled"));
    awaitCard(phone, "b-2", card -> !card.running());
    page.paste(page.line("show.ended"));
    awaitCard(phone, "b-1", card -> !card.running());

    List<String> types =
        BookingEventCodec.TYPES.stream().map(EventSchema::shortName).sorted().toList();
    assertThat(page.lines()).containsOnlyKeys(types);
  }

  /**
   * The clock of the dispatchers is an hour slow, so that a booking made now is one from the future
   * to them: a fault of ours, mended without anybody upstream.
   */
  @Test
  @Order(3)
  void whatASlowClockBuriedShowsOnThePhoneOnceTheClockIsRightAndItIsReplayed(@TempDir Path folder)
      throws Exception {
    // Given
    VirtualPhone phone = signedIn("Eve's iPhone", "eve");
    Instant rightTime = stack.clock().now().plus(SLOWNESS);
    EventsPage page = new EventsPage(stack.bootstrapServers(), folder);
    try (TopicReader events = stack.newReader(Topics.BOOKING_EVENTS)) {
      page.paste(
          page.line("booking.confirmed")
              .replace("b-1", LATE_BOOKING)
              .replace("s-1", "s-late")
              .replace("ada", "eve")
              .replace("2026-03-01T10:00:00Z", rightTime.toString()));
      stack.awaitConsumed(Topics.BOOKING_EVENTS);
      assertThat(replay("--reason", AHEAD)).contains("1  go back to booking-events");
      assertThat(phone.allCards()).isEmpty();

      // When
      stack.clock().advanceTo(rightTime);
      String first = replay("--reason", AHEAD, "--yes");

      // Then
      assertThat(first).contains("1  go back to booking-events", "published 1 event");
      awaitCard(phone, LATE_BOOKING, card -> card.shown("gate").equals("B"));

      // When
      String second = replay("--reason", AHEAD, "--yes");

      // Then
      assertThat(second).contains("1  replayed before", "Nothing goes back.");
      await().atMost(PATIENCE).until(events::isAtEnd);
      assertThat(events.messages().stream().map(TopicReader.Message::key))
          .filteredOn(LATE_BOOKING::equals)
          .as("as it came, and replayed once")
          .hasSize(2);
      assertThat(phone.pushesOf(LATE_BOOKING)).hasSize(1);
    }
  }

  /** A phone that the dispatchers know. */
  private static VirtualPhone signedIn(String name, String user) {
    VirtualPhone phone =
        stack.phones().addPhone(PhoneProfile.of(name, user), TicketApp.definition());
    phone.signIn();
    await().atMost(PATIENCE).until(() -> phone.pendingReports() == 0);
    stack.awaitConsumed(Topics.TOKEN_EVENTS);
    return phone;
  }

  /** {@code ./marquee replay booking-events-dlq}, as the launcher runs it; what it says. */
  private static String replay(String... options) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("replay", Topics.BOOKING_EVENTS_DLQ, "--bootstrap", stack.bootstrapServers()));
    arguments.addAll(List.of(options));
    Process process =
        JavaProcess.of(state, Marquee.class, arguments.toArray(String[]::new)).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static boolean rang(VirtualPhone phone, String words) {
    return phone.pushesOf("b-1").stream()
        .anyMatch(push -> String.valueOf(push.alert()).contains(words));
  }

  private static void awaitCard(VirtualPhone phone, String booking, Predicate<Card> expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          List<Card> cards =
              phone.allCards().stream().filter(card -> card.bookingId().equals(booking)).toList();
          assertThat(cards).singleElement().matches(expected);
        });
  }
}
