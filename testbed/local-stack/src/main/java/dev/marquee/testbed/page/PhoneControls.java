package dev.marquee.testbed.page;

import static dev.marquee.testbed.page.ControlRefusedException.Reason.NOT_NOW;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.testbed.phone.Card;
import dev.marquee.testbed.phone.UpdateTokenMode;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.TicketApp;
import java.util.Map;
import java.util.function.BiFunction;

/** What a visitor does with a phone in the hand, by name. */
final class PhoneControls {

  private static final Map<String, BiFunction<VirtualPhone, JsonNode, String>> BY_NAME =
      Map.ofEntries(
          entry("swipe", (phone, _) -> swipe(phone)),
          entry("allow", PhoneControls::allow),
          entry("ask", PhoneControls::ask),
          entry("frequent", PhoneControls::frequent),
          entry("rotate", (phone, _) -> rotate(phone)),
          entry("quit", (phone, _) -> quit(phone)),
          entry("open", (phone, _) -> open(phone)),
          entry("offline", (phone, _) -> goOffline(phone)),
          entry("online", (phone, _) -> goOnline(phone)),
          entry("uninstall", (phone, _) -> uninstall(phone)),
          entry("reinstall", (phone, _) -> reinstall(phone)));

  private PhoneControls() {}

  /** Each takes a phone and the order that names it, and returns what to tell the visitor. */
  static Map<String, BiFunction<VirtualPhone, JsonNode, String>> byName() {
    return BY_NAME;
  }

  private static String swipe(VirtualPhone phone) {
    Card card =
        phone.cards().stream()
            .findFirst()
            .orElseThrow(
                () -> new ControlRefusedException(NOT_NOW, "There is no card to swipe away."));
    phone.swipeAway(card.activityKitId());
    return "The card is swiped off %s. The app tells Marquee, which sends it nothing more."
        .formatted(phone.name());
  }

  private static String allow(VirtualPhone phone, JsonNode order) {
    Card card =
        phone.cards().stream()
            .filter(Card::awaitsConsent)
            .findFirst()
            .orElseThrow(() -> new ControlRefusedException(NOT_NOW, "No card asks to be allowed."));
    if (order.path("always").asBoolean()) {
      phone.allowAlways(card.activityKitId());
    } else {
      phone.allow(card.activityKitId());
    }
    return "Allowed on %s. iOS gives the app an update token, and Marquee sends what was missed."
        .formatted(phone.name());
  }

  private static String ask(VirtualPhone phone, JsonNode order) {
    boolean ask = order.path("on").asBoolean();
    phone.updateTokens(ask ? new UpdateTokenMode.OnConsent() : new UpdateTokenMode.Prompt());
    return ask
        ? "The next card on %s asks first: without Allow it gets no updates."
            .formatted(phone.name())
        : "Cards on %s no longer ask.".formatted(phone.name());
  }

  private static String frequent(VirtualPhone phone, JsonNode order) {
    boolean on = order.path("on").asBoolean();
    phone.enableFrequentUpdates(on);
    return on
        ? "%s takes more updates of priority 10 an hour.".formatted(phone.name())
        : "%s takes fewer updates of priority 10 an hour, and ignores the rest."
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
}
