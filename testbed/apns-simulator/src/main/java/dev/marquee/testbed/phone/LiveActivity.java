package dev.marquee.testbed.phone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.testbed.phone.Reaction.Ignored;
import dev.marquee.testbed.phone.Reaction.Shown;
import dev.marquee.testbed.phone.Reaction.Undecodable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Live Activity as ActivityKit keeps it. Guarded by the lock of its phone; every call brings
 * the present time.
 */
final class LiveActivity {
  /** After this the system ends it. */
  static final Duration ACTIVE_LIFE = Duration.ofHours(8);

  /** For so long an ended one may stay on the Lock Screen. */
  static final Duration ENDED_LIFE = Duration.ofHours(4);

  /** What ActivityKit holds at most, attributes and state together. */
  static final int SIZE_LIMIT = 4_096;

  private final String id;
  private final ActivityDefinition definition;
  private final JsonNode attributes;
  private final int attributesBytes;
  private final Instant startedAt;
  private final List<Alert> alerts = new ArrayList<>(1);
  private JsonNode state;
  private long timestamp;
  private @Nullable Instant staleDate;
  private double relevanceScore;
  private @Nullable Instant endedAt;
  private @Nullable Instant leavesAt;
  private boolean swiped;
  private boolean awaitsConsent;
  private @Nullable String updateToken;

  LiveActivity(String id, ActivityDefinition definition, ApsPayload start, Instant now)
      throws UndecodableException {
    this.id = id;
    this.definition = definition;
    JsonNode sent = start.aps().path("attributes");
    attributes = SwiftDecoder.decode(definition.attributes(), sent);
    attributesBytes = bytes(sent);
    startedAt = now;
    state = decodeState(start);
    apply(start);
  }

  String id() {
    return id;
  }

  String attributesType() {
    return definition.attributesType();
  }

  String bookingId() {
    return attributes.path(definition.bookingIdMember()).asText();
  }

  Instant systemEnd() {
    return startedAt.plus(ACTIVE_LIFE);
  }

  @Nullable String updateToken() {
    return updateToken;
  }

  void updateToken(String token) {
    updateToken = token;
  }

  /** Whether its update token waits for somebody to tap Allow. */
  void awaitsConsent(boolean awaits) {
    awaitsConsent = awaits;
  }

  @Nullable Instant endedAt() {
    return endedAt;
  }

  boolean running() {
    return endedAt == null;
  }

  /** Ends it if its time is over. */
  void settle(Instant now) {
    if (running() && !now.isBefore(systemEnd())) {
      end(systemEnd(), null);
    }
  }

  Reaction update(ApsPayload push) {
    if (!running()) {
      return new Ignored("activity has ended");
    }
    if (push.timestamp() <= timestamp) {
      return new Ignored(push.timestamp() < timestamp ? "older timestamp" : "same timestamp");
    }
    try {
      state = decodeState(push);
    } catch (UndecodableException e) {
      return new Undecodable(e.reason());
    }
    apply(push);
    return new Shown("updated");
  }

  /** Ends it with a last state, if the push has one. An old timestamp does not matter here. */
  Reaction end(ApsPayload push, Instant now) {
    if (!running()) {
      return new Ignored("activity has ended");
    }
    if (!push.contentState().isMissingNode()) {
      try {
        state = decodeState(push);
      } catch (UndecodableException e) {
        return new Undecodable(e.reason());
      }
    }
    apply(push);
    end(now, push.dismissalDate());
    return new Shown("ended");
  }

  /** The person swipes it off the Lock Screen, which ends it. */
  void swipeAway(Instant now) {
    swiped = running();
    if (swiped) {
      endedAt = now;
    }
    leavesAt = now;
  }

  CardState state(Instant now) {
    if (leavesAt != null && !now.isBefore(leavesAt)) {
      return CardState.DISMISSED;
    }
    if (!running()) {
      return CardState.ENDED;
    }
    return staleDate != null && !now.isBefore(staleDate) ? CardState.STALE : CardState.ACTIVE;
  }

  /**
   * What the app is told of its end: a swipe of a running one is a dismissal, all else is an end.
   */
  CardState reportedState() {
    if (running()) {
      return CardState.ACTIVE;
    }
    return swiped ? CardState.DISMISSED : CardState.ENDED;
  }

  Card card(Instant now) {
    return new Card(
        id,
        attributesType(),
        bookingId(),
        attributes,
        state,
        state(now),
        startedAt,
        staleDate,
        relevanceScore,
        awaitsConsent && running(),
        endedAt,
        leavesAt,
        alerts);
  }

  private void end(Instant at, @Nullable Instant dismissalDate) {
    Instant latest = at.plus(ENDED_LIFE);
    endedAt = at;
    if (dismissalDate == null || dismissalDate.isAfter(latest)) {
      leavesAt = latest;
    } else {
      leavesAt = dismissalDate.isBefore(at) ? at : dismissalDate;
    }
  }

  private void apply(ApsPayload push) {
    timestamp = Math.max(timestamp, push.timestamp());
    staleDate = push.staleDate();
    relevanceScore = push.relevanceScore();
    Alert alert = push.alert();
    if (alert != null) {
      alerts.add(alert);
    }
  }

  private JsonNode decodeState(ApsPayload push) throws UndecodableException {
    JsonNode sent = push.contentState();
    if (sent.isMissingNode()) {
      throw new UndecodableException("no content-state");
    }
    if (attributesBytes + bytes(sent) > SIZE_LIMIT) {
      throw new UndecodableException("attributes and state exceed " + SIZE_LIMIT + " bytes");
    }
    return SwiftDecoder.decode(definition.contentState(), sent);
  }

  private static int bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
