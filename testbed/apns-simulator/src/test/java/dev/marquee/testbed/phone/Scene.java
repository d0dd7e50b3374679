package dev.marquee.testbed.phone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.apns.Provider;
import dev.marquee.testbed.apns.PushClient;
import dev.marquee.testbed.apns.PushClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** A provider, and one phone with the tickets app on which Anna is signed in. */
final class Scene implements AutoCloseable {
  static final Instant NOW = Provider.NOW;

  static final ActivityDefinition TICKET =
      new ActivityDefinition(
          "TicketAttributes",
          SwiftStruct.empty().required("bookingId", SwiftType.Scalar.STRING),
          SwiftStruct.empty()
              .required("gate", SwiftType.Scalar.STRING)
              .optional("message", SwiftType.Scalar.STRING)
              .optional("startsAt", SwiftType.Scalar.DATE),
          "bookingId");
  static final AppDefinition APP = AppDefinition.of(PushClient.BUNDLE_ID, "3.1", TICKET);

  final Provider provider = new Provider();
  final RecordingBackend backend = new RecordingBackend();
  final PhoneFleet fleet =
      PhoneFleet.builder(provider.apns.tokens())
          .clock(provider.time)
          .backend(backend)
          .seed(42)
          .build();
  final VirtualPhone phone = addPhone(PhoneProfile.of("Anna's iPhone", "anna"));

  VirtualPhone addPhone(PhoneProfile profile) {
    VirtualPhone added = fleet.addPhone(profile, APP);
    added.signIn();
    return added;
  }

  Instant now() {
    return provider.time.instant();
  }

  void advance(Duration by) {
    provider.time.advance(by);
    fleet.runDue();
  }

  String startToken() {
    return phone.startToken("TicketAttributes").orElseThrow();
  }

  String updateToken() {
    return phone.updateToken(onlyCard().activityKitId()).orElseThrow();
  }

  /** A body that starts a card, before the test spoils it. */
  ObjectNode startBody(String bookingId) {
    ObjectNode body = body("start", "A");
    ObjectNode aps = aps(body);
    aps.put("attributes-type", "TicketAttributes")
        .putObject("attributes")
        .put("bookingId", bookingId);
    aps.putObject("alert").put("title", "Hamlet").put("body", "Doors at seven");
    return body;
  }

  ObjectNode updateBody(String gate) {
    return body("update", gate);
  }

  ObjectNode endBody(String gate) {
    return body("end", gate);
  }

  private ObjectNode body(String event, String gate) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("aps")
        .put("timestamp", now().getEpochSecond())
        .put("event", event)
        .putObject("content-state")
        .put("gate", gate);
    return body;
  }

  static ObjectNode aps(ObjectNode body) {
    return body.withObject("/aps");
  }

  static ObjectNode state(ObjectNode body) {
    return body.withObject("/aps/content-state");
  }

  Answer send(String token, ObjectNode body) throws Exception {
    return provider.push(token).body(body.toString()).answer();
  }

  /** Starts a card, a second before now so that an update may follow at once. */
  Card started(String bookingId) throws Exception {
    ObjectNode body = startBody(bookingId);
    aps(body).put("timestamp", now().getEpochSecond() - 1);
    send(startToken(), body);
    return phone.cardsOf(bookingId).getLast();
  }

  Reaction reactionToStart(Consumer<ObjectNode> spoil) throws Exception {
    ObjectNode body = startBody("b-1");
    spoil.accept(body);
    send(startToken(), body);
    return lastPush().reaction();
  }

  PhonePush lastPush() {
    return phone.pushes().getLast();
  }

  Card onlyCard() {
    if (phone.cards().size() != 1) {
      throw new AssertionError("Expected one card, found " + phone.cards());
    }
    return phone.cards().getFirst();
  }

  @Override
  public void close() {
    fleet.close();
    provider.close();
  }
}
