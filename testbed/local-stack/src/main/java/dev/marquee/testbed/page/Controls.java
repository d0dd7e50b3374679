package dev.marquee.testbed.page;

import static dev.marquee.testbed.page.ControlRefusedException.Reason.NOT_NOW;
import static dev.marquee.testbed.page.ControlRefusedException.Reason.NO_SUCH_CONTROL;
import static dev.marquee.testbed.page.ControlRefusedException.Reason.WRONG_ORDER;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.testbed.phone.Card;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.TicketApp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Everything that a visitor can do, by name. An order is a JSON object; what comes back is a
 * sentence for the visitor. Thread-safe.
 */
final class Controls {

  private final List<VirtualPhone> phones;
  private final TicketCounter counter;
  private final StageTimes times;
  private final ApnsDesk apns;
  private final Burst burst;
  private final Map<String, Function<JsonNode, String>> byName;

  Controls(
      List<VirtualPhone> phones,
      TicketCounter counter,
      StageTimes times,
      ApnsDesk apns,
      Burst burst) {
    this.phones = List.copyOf(phones);
    this.counter = counter;
    this.times = times;
    this.apns = apns;
    this.burst = burst;
    byName =
        Map.ofEntries(
            entry("book", order -> counter.book(phone(order))),
            entry("cancel", order -> counter.cancel(phone(order))),
            entry("change-gate", _ -> counter.changeGate()),
            entry("delay", _ -> counter.delay()),
            entry("remind", _ -> counter.remind()),
            entry("end", _ -> counter.end()),
            entry("swipe", order -> swipe(phone(order))),
            entry("rotate", order -> rotate(phone(order))),
            entry("quit", order -> quit(phone(order))),
            entry("open", order -> open(phone(order))),
            entry("offline", order -> goOffline(phone(order))),
            entry("online", order -> goOnline(phone(order))),
            entry("uninstall", order -> uninstall(phone(order))),
            entry("reinstall", order -> reinstall(phone(order))),
            entry("apns", this::apns),
            entry("burst", this::burst),
            entry("skip", this::skip));
  }

  /**
   * Does what a control is for.
   *
   * @throws ControlRefusedException when it cannot be done
   */
  String apply(String name, JsonNode order) {
    Function<JsonNode, String> control = byName.get(name);
    if (control == null) {
      throw new ControlRefusedException(
          NO_SUCH_CONTROL, "There are the controls " + byName.keySet().stream().sorted().toList());
    }
    try {
      return control.apply(order);
    } catch (IllegalStateException e) {
      // A phone says what it cannot do as it is.
      throw new ControlRefusedException(NOT_NOW, e.getMessage() + ".");
    }
  }

  private String swipe(VirtualPhone phone) {
    Card card =
        phone.cards().stream()
            .findFirst()
            .orElseThrow(
                () -> new ControlRefusedException(NOT_NOW, "There is no card to swipe away."));
    phone.swipeAway(card.activityKitId());
    return "The card is swiped off %s. The app tells Marquee, which sends it nothing more."
        .formatted(phone.name());
  }

  private static String rotate(VirtualPhone phone) {
    phone.rotateStartToken(TicketApp.ATTRIBUTES_TYPE);
    phone.cards().stream()
        .filter(card -> card.running() && phone.updateToken(card.activityKitId()).isPresent())
        .forEach(card -> phone.rotateUpdateToken(card.activityKitId()));
    return "iOS gave %s new tokens, and the old ones are dead. The app reports the new ones."
        .formatted(phone.name());
  }

  private static String quit(VirtualPhone phone) {
    phone.forceQuitApp();
    return "The app on %s is force-quit. Cards still start, but it reports nothing: no updates."
        .formatted(phone.name());
  }

  private static String open(VirtualPhone phone) {
    phone.openApp();
    return "The app on %s is open, and reports all that it holds.".formatted(phone.name());
  }

  private static String goOffline(VirtualPhone phone) {
    phone.goOffline();
    return "%s is offline. APNs keeps the newest push for it, one only.".formatted(phone.name());
  }

  private static String goOnline(VirtualPhone phone) {
    phone.goOnline();
    return "%s is online, and gets the push that waited.".formatted(phone.name());
  }

  private static String uninstall(VirtualPhone phone) {
    phone.uninstallApp();
    return "The app is gone from %s, and its cards and tokens with it.".formatted(phone.name());
  }

  private static String reinstall(VirtualPhone phone) {
    phone.reinstallApp();
    phone.signIn();
    return "%s has the app again, with new tokens: to Marquee it is a new device."
        .formatted(phone.name());
  }

  private String apns(JsonNode order) {
    String wanted = order.path("mood").asText();
    ApnsMood mood =
        Arrays.stream(ApnsMood.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(wanted))
            .findFirst()
            .orElseThrow(() ->
                new ControlRefusedException(
                    WRONG_ORDER, "APNs can be well, slow, failing or down."));
    apns.mood(mood);
    return mood.words();
  }

  private String burst(JsonNode order) {
    return burst.start(order.path("phones").asInt());
  }

  private String skip(JsonNode order) {
    return order.has("minutes")
        ? times.skipBy(Duration.ofMinutes(order.path("minutes").asLong()))
        : times.skipTo(order.path("to").asText(), counter.show());
  }

  private VirtualPhone phone(JsonNode order) {
    String name = order.path("phone").asText();
    return phones.stream()
        .filter(phone -> phone.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ControlRefusedException(
                WRONG_ORDER, "There is no phone “%s” here.".formatted(name)));
  }
}
