package dev.marquee.types.reading;

import dev.marquee.types.definition.ChangeRule;
import dev.marquee.types.definition.LimitRule;
import dev.marquee.types.definition.Reminder;
import dev.marquee.types.definition.Staleness;
import dev.marquee.types.definition.Timeline;
import java.time.Duration;
import java.util.List;

/** Reads when things happen. */
final class TimelineReader {
  private static final Duration ADOPTION_GRACE = Duration.ofSeconds(30);
  private static final Staleness STALENESS = new Staleness.AfterEnd(Duration.ofMinutes(30));

  private final AlertReader alerts;

  TimelineReader(AlertReader alerts) {
    this.alerts = alerts;
  }

  Timeline read(YamlPlace place) {
    YamlMap map = new YamlMap(place);
    Duration startBefore = map.require("start-before").duration();
    Duration adoptionGrace = map.get("adoption-grace", YamlPlace::duration, ADOPTION_GRACE);
    List<Reminder> reminders =
        map.get(
            "reminders",
            list -> list.list().stream().map(this::reminder).toList(),
            List.<Reminder>of());
    Staleness staleness = map.get("stale", TimelineReader::staleness, STALENESS);
    Duration endAfter = map.require("end-after").duration();
    Duration dismissAfter = map.require("dismiss-after").duration();
    LimitRule atLimit =
        map.get(
            "at-limit",
            rule -> rule.choice(List.of(LimitRule.values()), LimitRule::ruleName),
            LimitRule.END_EARLY);
    return map.build(() ->
        new Timeline(
            startBefore, adoptionGrace, reminders, staleness, endAfter, dismissAfter, atLimit));
  }

  private Reminder reminder(YamlPlace place) {
    YamlMap map = new YamlMap(place);
    Duration beforeStart = map.require("before-start").duration();
    ChangeRule rule = alerts.rule(map);
    return map.build(() -> new Reminder(beforeStart, rule));
  }

  private static Staleness staleness(YamlPlace place) {
    YamlMap map = new YamlMap(place);
    YamlPlace afterEnd = map.find("after-end");
    if (afterEnd != null) {
      Duration delay = afterEnd.duration();
      return map.build(() -> new Staleness.AfterEnd(delay));
    }
    YamlPlace afterPush = map.find("after-push");
    if (afterPush == null) {
      throw place.malformed("\"after-end\" or \"after-push\" is missing");
    }
    Duration delay = afterPush.duration();
    Duration refreshEvery = map.require("refresh-every").duration();
    return map.build(() -> new Staleness.AfterPush(delay, refreshEvery));
  }
}
