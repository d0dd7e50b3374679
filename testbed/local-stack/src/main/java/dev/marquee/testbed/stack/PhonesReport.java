package dev.marquee.testbed.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.phone.Alert;
import dev.marquee.testbed.phone.Card;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.VirtualPhone;
import java.util.List;
import java.util.Locale;

/**
 * The phones as they look now, with what each received, as JSON for programs. No token is in it. Of
 * a large fleet it has the first ones.
 */
final class PhonesReport {

  private static final int PHONE_LIMIT = 100;

  private final ObjectMapper json = new ObjectMapper();
  private final PhoneFleet fleet;

  PhonesReport(PhoneFleet fleet) {
    this.fleet = fleet;
  }

  String json() {
    ArrayNode phones = json.createArrayNode();
    for (VirtualPhone phone : shownPhones()) {
      ObjectNode node =
          phones.addObject().put("name", phone.name()).put("userId", phone.profile().userId());
      ArrayNode cards = node.putArray("cards");
      phone.cards().forEach(card -> cards.add(json(card)));
      ArrayNode pushes = node.putArray("pushes");
      phone.pushes().forEach(push -> pushes.add(json(push)));
    }
    return phones.toPrettyString();
  }

  private List<VirtualPhone> shownPhones() {
    return fleet.phones().stream().limit(PHONE_LIMIT).toList();
  }

  private ObjectNode json(Card card) {
    ObjectNode node =
        json.createObjectNode()
            .put("bookingId", card.bookingId())
            .put("state", card.state().name().toLowerCase(Locale.ROOT))
            .put("startedAt", card.startedAt().toString());
    node.set("contentState", card.contentState());
    return node;
  }

  private ObjectNode json(PhonePush push) {
    ObjectNode node =
        json.createObjectNode()
            .put("receivedAt", push.receivedAt().toString())
            .put("event", push.event())
            .put("timestamp", push.timestamp())
            .put("priority", push.priority())
            .put("reaction", push.reaction().toString());
    Alert alert = push.alert();
    if (alert != null) {
      node.putObject("alert").put("title", alert.title()).put("body", alert.body());
    }
    node.set("contentState", push.contentState());
    return node;
  }
}
