package dev.marquee.testbed.story;

import dev.marquee.testbed.apns.PushRequest;
import dev.marquee.testbed.apns.ReceivedPush;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells the story at a terminal: steps, who says what, and the pushes as they were on the wire. */
final class Narrator {

  private static final int TOKEN_ENDS = 4;

  private final Terminal terminal;
  private final DateTimeFormatter date;
  private final DateTimeFormatter time;

  Narrator(Terminal terminal, ZoneId zone) {
    this.terminal = terminal;
    this.date = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH).withZone(zone);
    this.time = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withZone(zone);
  }

  /** A step of the story begins. */
  void step(int number, String title) {
    terminal.line();
    terminal.line(terminal.styled(Style.STRONG, number + "  " + title));
  }

  /** Business time has moved on. */
  void clock(Instant now, String occasion) {
    terminal.line(terminal.styled(Style.FAINT, "   %s: %s".formatted(date.format(now), occasion)));
  }

  /** Somebody says or does something. */
  void tell(String actor, String action) {
    terminal.line("   %-13s %s".formatted(actor, action));
  }

  /** The story has found what it expected. */
  void check(String fact) {
    terminal.line("   " + terminal.styled(Style.GOOD, "✓ " + fact));
  }

  /** A push as it was on the wire, and what the phone made of it. */
  void push(Guest guest, PhonePush push) {
    PushRequest request = push.request();
    request(guest, request, push.reaction().toString());
    if (!push.contentState().isMissingNode()) {
      terminal.line("       state  " + state(request));
    }
    if (push.alert() != null) {
      terminal.line("       alert  %s: %s".formatted(push.alert().title(), push.alert().body()));
    }
    long dismissal = request.json().path("aps").path("dismissal-date").asLong();
    if (dismissal != 0) {
      terminal.line("       leaves " + date.format(Instant.ofEpochSecond(dismissal)));
    }
  }

  /** A push that no phone received, and what APNs answered. */
  void refused(Guest guest, ReceivedPush push) {
    request(guest, push.request(), "APNs answers " + push.answer());
  }

  /** The ends of a token, enough to tell two apart. */
  static String shortened(String token) {
    return token.length() <= 2 * TOKEN_ENDS
        ? "…"
        : token.substring(0, TOKEN_ENDS) + "…" + token.substring(token.length() - TOKEN_ENDS);
  }

  private void request(Guest guest, PushRequest request, String end) {
    terminal.line(
        "   → %-10s %s  priority %s, timestamp %d, token %s  %s"
            .formatted(
                guest.name() + "'s",
                terminal.styled(Style.EVENT, "%-6s".formatted(request.event())),
                request.headers().getOrDefault("apns-priority", "none"),
                request.json().path("aps").path("timestamp").asLong(),
                shortened(request.token()),
                terminal.styled(Style.FAINT, end)));
  }

  private String state(PushRequest request) {
    return request.json().path("aps").path("content-state").properties().stream()
        .map(member ->
            member.getKey()
                + " "
                + (member.getKey().endsWith("At")
                    ? time.format(Instant.ofEpochSecond(member.getValue().asLong()))
                    : member.getValue().asText()))
        .collect(Collectors.joining(" · "));
  }
}
