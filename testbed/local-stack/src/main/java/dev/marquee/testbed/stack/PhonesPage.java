package dev.marquee.testbed.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.phone.Alert;
import dev.marquee.testbed.phone.Card;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.VirtualPhone;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The phones as they look now, with what each received: a page for people, JSON for programs. No
 * token is on either. Of a large fleet it shows the first ones.
 */
final class PhonesPage {

  private static final int PHONE_LIMIT = 100;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm:ss", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private final ObjectMapper json = new ObjectMapper();
  private final PhoneFleet fleet;
  private final InstantSource clock;
  private final String page;

  PhonesPage(PhoneFleet fleet, InstantSource clock) {
    this.fleet = fleet;
    this.clock = clock;
    this.page = template();
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

  String html() {
    String phones = shownPhones().stream().map(PhonesPage::html).collect(Collectors.joining());
    return page.replace("{time}", CLOCK.format(clock.instant())).replace("{phones}", phones);
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

  private static String html(VirtualPhone phone) {
    String cards = phone.cards().stream().map(PhonesPage::html).collect(Collectors.joining());
    String pushes =
        phone.pushes().reversed().stream().map(PhonesPage::html).collect(Collectors.joining());
    return """
    <section>
    <h2>%s</h2>
    %s
    <table>
    <tr><th>Received</th><th>Push</th><th>Priority</th><th>Alert</th><th>The phone</th></tr>
    %s</table>
    </section>
    """
        .formatted(
            escaped(phone.name()),
            cards.isEmpty() ? "<p>No card on the Lock Screen.</p>" : cards,
            pushes);
  }

  private static String html(Card card) {
    return """
    <div class="card %s"><strong>%s</strong> <small>%s</small><br>%s %s<br><small>%s</small> %s</div>
    """
        .formatted(
            card.running() ? "" : "ended",
            escaped(card.shown("title")),
            escaped(card.shown("status")),
            escaped(card.shown("gateLabel")),
            escaped(card.shown("gate")),
            CLOCK.format(Instant.ofEpochSecond(card.contentState().path("startsAt").asLong())),
            escaped(card.shown("message")));
  }

  private static String html(PhonePush push) {
    Alert alert = push.alert();
    return "<tr><td>%s</td><td>%s</td><td>%d</td><td>%s</td><td>%s</td></tr>%n"
        .formatted(
            CLOCK.format(push.receivedAt()),
            escaped(push.event()),
            push.priority(),
            alert == null ? "" : escaped(alert.title() + ": " + alert.body()),
            escaped(push.reaction().toString()));
  }

  private static String template() {
    try (InputStream template = PhonesPage.class.getResourceAsStream("/phones.html")) {
      return new String(requireNonNull(template, "phones.html").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
