package dev.marquee.dispatcher.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.dispatcher.testing.PlainEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Phones and the registry behind their apps, as small as a model may be: cards by ActivityKit id,
 * tokens that rotate, and the events that the registry would publish, in the order in which it
 * would.
 */
final class ModelPhones {
  private final Map<String, String> owners;
  private final List<Card> cards = new ArrayList<>();
  private final List<TokenEvent> published = new ArrayList<>();
  private final Map<String, ActivityChanged> registered = new HashMap<>();
  private final Map<String, Instant> deadSince = new HashMap<>();
  private int minted;

  /** One Live Activity on one phone. */
  static final class Card {
    final String deviceId;
    final String bookingId;
    final String kitId;
    String token;
    JsonNode content;
    long timestamp;
    boolean running = true;
    boolean swiped;

    Card(String deviceId, String bookingId, String kitId, String token, JsonNode aps) {
      this.deviceId = deviceId;
      this.bookingId = bookingId;
      this.kitId = kitId;
      this.token = token;
      this.content = aps.path("content-state");
      this.timestamp = aps.path("timestamp").asLong();
    }

    @Override
    public String toString() {
      return "%s of %s on %s%s: %s"
          .formatted(kitId, bookingId, deviceId, running ? "" : " (over)", content);
    }
  }

  /**
   * @param owners the user of each device
   */
  ModelPhones(Map<String, String> owners) {
    this.owners = Map.copyOf(owners);
  }

  /** Every app launches for the first time. */
  void launch(Instant now) {
    owners.forEach((device, user) ->
        published.add(PlainEvents.device(now, device, 1, user, new RegisteredToken(mint(), now))));
  }

  List<Card> cards() {
    return cards;
  }

  /** Takes what the registry has published since the last time. */
  List<TokenEvent> takePublished() {
    List<TokenEvent> taken = List.copyOf(published);
    published.clear();
    return taken;
  }

  /** Since when APNs knows that an update token is dead; empty while it is good. */
  Optional<Instant> deadSince(String token) {
    return Optional.ofNullable(deadSince.get(token));
  }

  /** A start reaches a phone, whose app reports the card. */
  void start(String deviceId, JsonNode aps, Instant now) {
    String bookingId = aps.path("attributes").path("bookingId").asText();
    Card card = new Card(deviceId, bookingId, "kit-" + (cards.size() + 1), mint().hex(), aps);
    cards.add(card);
    report(card, InstanceState.ACTIVE, card.token, now);
  }

  /** The card that has this token now. */
  Optional<Card> cardOf(String token) {
    return cards.stream().filter(card -> card.running && card.token.equals(token)).findFirst();
  }

  /** An update or end reaches its card, which goes by the timestamp. */
  static void change(Card card, JsonNode aps) {
    long timestamp = aps.path("timestamp").asLong();
    if (card.running && timestamp > card.timestamp) {
      card.timestamp = timestamp;
      card.content = aps.path("content-state");
      card.running = !aps.path("event").asText().equals("end");
    }
  }

  /** Rotates a token, or, rarely, its user swipes a card away; tells which. */
  String doSomething(Random random, Instant now) {
    List<Card> running = cards.stream().filter(card -> card.running).toList();
    if (running.isEmpty()) {
      return "no phone shows anything";
    }
    Card card = running.get(random.nextInt(running.size()));
    if (random.nextInt(30) == 0) {
      swipe(card, now);
      return "the user swipes " + card;
    }
    rotateToken(card, now);
    return "the token rotates of " + card;
  }

  private void rotateToken(Card card, Instant now) {
    deadSince.put(card.token, now);
    card.token = mint().hex();
    report(card, InstanceState.ACTIVE, card.token, now);
  }

  private void swipe(Card card, Instant now) {
    deadSince.put(card.token, now);
    card.running = false;
    card.swiped = true;
    report(card, InstanceState.DISMISSED, null, now);
  }

  /** The registry answers every rejection: dropped if it still is that token, or kept. */
  void answer(TokenRejected rejection, Instant now) {
    if (rejection.kind() instanceof TokenRejected.TokenKind.Update update) {
      ActivityChanged row = registered.get(update.activityKitId());
      if (row != null) {
        RegisteredToken token = row.updateToken();
        Instant since =
            rejection.rejectedAt() == null ? rejection.observedAt() : rejection.rejectedAt();
        boolean dropped =
            token != null
                && token.token().fingerprint().equals(rejection.tokenFingerprint())
                && !token.registeredAt().isAfter(since);
        publish(row, row.state(), dropped ? null : token, now);
      }
    }
  }

  private void report(Card card, InstanceState state, @Nullable String token, Instant now) {
    ActivityChanged before = registered.get(card.kitId);
    publish(
        before == null
            ? PlainEvents.card(
                now, card.deviceId, card.kitId, card.bookingId, 0, cards.size(), state, null)
            : before,
        state,
        token == null ? null : new RegisteredToken(new PushToken(token), now),
        now);
  }

  private void publish(
      ActivityChanged before, InstanceState state, @Nullable RegisteredToken token, Instant now) {
    ActivityChanged after =
        PlainEvents.card(
            now,
            before.deviceId(),
            before.activityKitId(),
            before.bookingId(),
            before.version() + 1,
            before.ordinal(),
            state,
            token);
    registered.put(after.activityKitId(), after);
    published.add(after);
  }

  private PushToken mint() {
    return new PushToken("%032x".formatted(++minted));
  }
}
