package dev.marquee.testbed.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.phone.Alert;
import dev.marquee.testbed.phone.Card;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.UpdateTokenMode;
import dev.marquee.testbed.phone.VirtualPhone;
import java.util.List;
import java.util.Locale;

/**
 * All that the page shows at a moment, as one line of JSON. It is the same as long as nothing
 * happens: of business time it has the distance to the system's clock. No token is in it.
 */
final class Scene {

  private static final int PUSH_LIMIT = 40;

  private final ObjectMapper json = new ObjectMapper();
  private final PageParts parts;

  Scene(PageParts parts) {
    this.parts = parts;
  }

  String line() {
    ObjectNode scene = json.createObjectNode();
    scene.put("offsetMillis", parts.times().offset().toMillis());
    scene.set("show", show());
    scene
        .putObject("apns")
        .put("mood", lowerCase(parts.apns().mood()))
        .put("requests", parts.apns().requests())
        .put("refused", parts.apns().refused())
        .put("lastRefusal", parts.apns().lastRefusal());
    scene.set("burst", burst());
    ArrayNode shown = scene.putArray("phones");
    parts.phones().forEach(phone -> shown.add(phone(phone)));
    return scene.toString();
  }

  private ObjectNode show() {
    PageShow show = parts.counter().show();
    ObjectNode node =
        json.createObjectNode()
            .put("title", PageShow.TITLE)
            .put("venue", PageShow.VENUE)
            .put("zone", PageShow.ZONE.getId())
            .put("gate", show.gate())
            .put("startsAt", show.times().startsAt().toEpochMilli())
            .put("over", show.isOver(parts.times().now()))
            .put("booked", parts.counter().booked());
    ArrayNode stops = node.putArray("stops");
    parts
        .times()
        .stopsOf(show)
        .forEach(stop ->
            stops
                .addObject()
                .put("id", stop.id())
                .put("label", stop.label())
                .put("at", stop.at().toEpochMilli()));
    return node;
  }

  private ObjectNode burst() {
    Burst.Progress progress = parts.burst().progress();
    ObjectNode node =
        json.createObjectNode()
            .put("stage", progress.stage())
            .put("done", progress.done())
            .put("of", progress.of());
    ArrayNode seconds = node.putArray("seconds");
    ArrayNode perSecond = node.putArray("perSecond");
    ArrayNode median = node.putArray("median");
    ArrayNode slowest = node.putArray("slowest");
    for (BurstMeter.Sample sample : parts.burst().samples()) {
      seconds.add(sample.seconds());
      perSecond.add(sample.perSecond());
      if (sample.slowestMillis() > 0) {
        median.add(sample.medianMillis());
        slowest.add(sample.slowestMillis());
      } else {
        median.addNull();
        slowest.addNull();
      }
    }
    return node;
  }

  private ObjectNode phone(VirtualPhone phone) {
    ObjectNode node =
        json.createObjectNode()
            .put("name", phone.name())
            .put("installed", phone.isAppInstalled())
            .put("quit", phone.isAppForceQuit())
            .put("offline", phone.isOffline())
            .put("asks", phone.updateTokens() instanceof UpdateTokenMode.OnConsent)
            .put("frequent", phone.hasFrequentUpdatesEnabled())
            .put("booked", parts.counter().hasBooked(phone));
    ArrayNode cards = node.putArray("cards");
    phone.cards().forEach(card -> cards.add(card(card)));
    List<PhonePush> all = phone.pushes();
    node.put("received", all.size());
    ArrayNode pushes = node.putArray("pushes");
    all.reversed().stream().limit(PUSH_LIMIT).forEach(push -> pushes.add(push(push)));
    return node;
  }

  private ObjectNode card(Card card) {
    ObjectNode node =
        json.createObjectNode()
            .put("id", card.activityKitId())
            .put("type", card.attributesType())
            .put("state", lowerCase(card.state()))
            .put("asks", card.awaitsConsent())
            .put("rung", card.alerts().size());
    if (!card.alerts().isEmpty()) {
      Alert alert = card.alerts().getLast();
      node.putObject("alert").put("title", alert.title()).put("body", alert.body());
    }
    node.set("content", card.contentState());
    return node;
  }

  private ObjectNode push(PhonePush push) {
    return json.createObjectNode()
        .put("at", push.receivedAt().toEpochMilli())
        .put("event", push.event())
        .put("shown", push.shown())
        .put("rang", push.shown() && push.alert() != null)
        .put("words", PushWords.of(push));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
