package dev.marquee.testbed.page;

import static dev.marquee.testbed.page.ControlRefusedException.Reason.NOT_NOW;
import static dev.marquee.testbed.page.ControlRefusedException.Reason.NO_SUCH_CONTROL;
import static dev.marquee.testbed.page.ControlRefusedException.Reason.WRONG_ORDER;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.testbed.phone.VirtualPhone;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Everything that a visitor can do, by name. An order is a JSON object; what comes back is a
 * sentence for the visitor. Thread-safe.
 */
final class Controls {

  private final PageParts parts;
  private final Map<String, Function<JsonNode, String>> byName = new HashMap<>();

  Controls(PageParts parts) {
    this.parts = parts;
    TicketCounter counter = parts.counter();
    byName.putAll(
        Map.of(
            "book", order -> counter.book(phone(order)),
            "cancel", order -> counter.cancel(phone(order)),
            "change-gate", _ -> counter.changeGate(),
            "delay", _ -> counter.delay(),
            "remind", _ -> counter.remind(),
            "end", _ -> counter.end(),
            "apns", this::apns,
            "burst", this::burst,
            "skip", this::skip));
    PhoneControls.byName()
        .forEach((name, control) -> byName.put(name, order -> control.apply(phone(order), order)));
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

  private String apns(JsonNode order) {
    String wanted = order.path("mood").asText();
    ApnsMood mood =
        Arrays.stream(ApnsMood.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(wanted))
            .findFirst()
            .orElseThrow(() ->
                new ControlRefusedException(
                    WRONG_ORDER, "APNs can be well, slow, failing or down."));
    parts.apns().mood(mood);
    return mood.words();
  }

  private String burst(JsonNode order) {
    return parts.burst().start(order.path("phones").asInt());
  }

  private String skip(JsonNode order) {
    return order.has("minutes")
        ? parts.times().skipBy(Duration.ofMinutes(order.path("minutes").asLong()))
        : parts.times().skipTo(order.path("to").asText(), parts.counter().show());
  }

  private VirtualPhone phone(JsonNode order) {
    String name = order.path("phone").asText();
    return parts.phones().stream()
        .filter(phone -> phone.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ControlRefusedException(
                WRONG_ORDER, "There is no phone “%s” here.".formatted(name)));
  }
}
