package dev.marquee.testbed.evening;

import dev.marquee.testbed.evening.ContentState.Status;
import dev.marquee.testbed.evening.ExpectedPush.Alert;
import dev.marquee.testbed.evening.ExpectedPush.Dismissal;
import dev.marquee.testbed.evening.ExpectedPush.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One card as it ought to be: looks at the facts at every moment at which they may have changed and
 * notes what has to be pushed.
 */
final class ExpectedCard {

  static final Duration BEFORE_START = Duration.ofHours(3);
  static final Duration AFTER_END = Duration.ofMinutes(10);

  /** The app of a fresh owner may be starting a card of its own. */
  static final Duration ADOPTION_GRACE = Duration.ofSeconds(30);

  private static final Duration ENDED_CARD_STAYS = Duration.ofMinutes(15);
  private static final Duration ALERT_EXPIRES = Duration.ofMinutes(30);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final ZoneId timeZone;

  private final List<ExpectedPush> pushes = new ArrayList<>();
  private final Set<Arrival> rung = new HashSet<>();
  private @Nullable ContentState shown;
  private boolean over;

  ExpectedCard(ZoneId timeZone) {
    this.timeZone = timeZone;
  }

  List<ExpectedPush> pushes() {
    return List.copyOf(pushes);
  }

  void look(Instant now, BookingFacts facts, boolean owned, boolean startable, boolean updatable) {
    if (over) {
      return;
    }
    if (shown == null) {
      if (owned && startable && isDue(now, facts)) {
        push(now, Kind.START, facts.content(), startAlert(facts.content()), null, facts);
      }
    } else if (updatable) {
      look(now, facts, owned, shown);
    }
  }

  private boolean isDue(Instant now, BookingFacts facts) {
    return !facts.cancelled()
        && facts.overSince() == null
        && !now.isBefore(facts.content().startsAt().minus(BEFORE_START))
        && !now.isBefore(facts.ownedSince().plus(ADOPTION_GRACE))
        && now.isBefore(facts.content().endsAt());
  }

  private void look(Instant now, BookingFacts facts, boolean owned, ContentState before) {
    Instant endsByItself = facts.content().endsAt().plus(AFTER_END);
    if (facts.cancelled() || !owned) {
      end(now, facts.content(), new Dismissal.AtOnce(), facts);
    } else if (facts.overSince() != null) {
      Instant leaves = facts.overSince().plus(ENDED_CARD_STAYS);
      end(now, facts.content().with(Status.ENDED), new Dismissal.At(leaves), facts);
    } else if (!now.isBefore(endsByItself)) {
      Instant leaves = endsByItself.plus(ENDED_CARD_STAYS);
      end(now, facts.content().with(Status.ENDED), new Dismissal.At(leaves), facts);
    } else {
      Alert alert = updateAlert(now, facts, before);
      if (alert != null || !facts.content().equals(before)) {
        push(now, Kind.UPDATE, facts.content(), alert, null, facts);
      }
    }
  }

  private void end(Instant now, ContentState content, Dismissal dismissal, BookingFacts facts) {
    push(now, Kind.END, content, null, dismissal, facts);
    over = true;
  }

  private void push(
      Instant now,
      Kind kind,
      ContentState content,
      @Nullable Alert alert,
      @Nullable Dismissal dismissal,
      BookingFacts facts) {
    pushes.add(new ExpectedPush(now, kind, content.asPayload(), alert, dismissal));
    shown = content;
    rung.addAll(facts.reminders());
  }

  private Alert startAlert(ContentState content) {
    return new Alert(
        content.title(),
        content.gate() == null
            ? startsAt(content)
            : startsAt(content) + " · " + content.gateLabel() + " " + content.gate());
  }

  /** The strongest kind of change since the last push that is young enough to ring. */
  private @Nullable Alert updateAlert(Instant now, BookingFacts facts, ContentState before) {
    ContentState content = facts.content();
    boolean moved =
        !content.startsAt().equals(before.startsAt()) || !content.endsAt().equals(before.endsAt());
    if (moved && isYoung(facts.timesSince(), now)) {
      return new Alert(content.title(), "Now starts at " + clock(content.startsAt()));
    }
    if (!place(content).equals(place(before)) && isYoung(facts.placeSince(), now)) {
      return new Alert(content.title(), place(content));
    }
    if (!Objects.equals(content.message(), before.message())
        && isYoung(facts.messageSince(), now)) {
      String message = content.message();
      return new Alert(content.title(), message == null ? startsAt(content) : message);
    }
    return facts.reminders().stream()
        .filter(reminder -> !rung.contains(reminder) && isYoung(reminder.time(), now))
        .max(Arrival::compareTo)
        .map(reminder -> new Alert(content.title(), reminderText(reminder, content)))
        .orElse(null);
  }

  private String reminderText(Arrival reminder, ContentState content) {
    return reminder.data().path("message").asText("Starts at " + clock(content.startsAt()));
  }

  private String startsAt(ContentState content) {
    return "Starts at " + clock(content.startsAt());
  }

  private static String place(ContentState content) {
    return content.gate() == null
        ? "The gate is not known yet"
        : content.gateLabel() + " is now " + content.gate();
  }

  private static boolean isYoung(Instant eventTime, Instant now) {
    return !eventTime.plus(ALERT_EXPIRES).isBefore(now);
  }

  private String clock(Instant instant) {
    return CLOCK.format(instant.atZone(timeZone));
  }
}
