package dev.marquee.dispatcher.activity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.types.definition.PushPriority;
import dev.marquee.types.rendering.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What to do next for an activity, with the reason in words that answer "why". */
public sealed interface NextStep {

  /** Why, as a sentence's part for the person on call. */
  String reason();

  /** A step that puts a push on the wire. */
  sealed interface Push extends NextStep {

    /** The token to send to. */
    RegisteredToken token();

    /** What the card shall show. */
    ContentState state();

    /** What the alerts have told once this push is accepted. */
    Marks marks();

    /** How prominent the card is among others of the app; null for no say. */
    @Nullable Double relevanceScore();

    /** When to look at the activity again once this push is accepted; null for never. */
    @Nullable Instant revisitAt();
  }

  /**
   * Start a card. Not idempotent.
   *
   * @param count how many starts of this card there are with it
   * @param replaces the card that is over and that this one stands in for; null for none
   * @param attributesType name of the Swift {@code ActivityAttributes} struct
   * @param staleDate when the card counts as outdated
   * @param usefulUntil when a phone that was offline shall not get it any more
   */
  record Start(
      RegisteredToken token,
      int count,
      @Nullable String replaces,
      String attributesType,
      ObjectNode attributes,
      ContentState state,
      Marks marks,
      Alert alert,
      @Nullable Double relevanceScore,
      Instant staleDate,
      Instant usefulUntil,
      Instant revisitAt,
      String reason)
      implements Push {}

  /**
   * Tell a running card its newest state. May be repeated.
   *
   * @param alert null for a silent update
   * @param urgentPaidUntil when the {@link Pace} of urgent updates is unspent again after this one
   */
  record Update(
      RegisteredToken token,
      String activityKitId,
      ContentState state,
      Marks marks,
      @Nullable Alert alert,
      PushPriority priority,
      @Nullable Instant urgentPaidUntil,
      @Nullable Double relevanceScore,
      Instant staleDate,
      Instant revisitAt,
      String reason)
      implements Push {}

  /**
   * End a running card with its final state. May be repeated.
   *
   * @param dismissalDate when the card leaves the Lock Screen; a past time means at once
   * @param revisitAt null unless another card follows
   */
  record End(
      RegisteredToken token,
      String activityKitId,
      ContentState state,
      Marks marks,
      @Nullable Double relevanceScore,
      Instant dismissalDate,
      @Nullable Instant revisitAt,
      String reason)
      implements Push {}

  /** Nothing is due before {@code at}. */
  record WaitUntil(Instant at, String reason) implements NextStep {}

  /** Something is due, but no token to send it to; a token event brings the activity back. */
  record WaitForToken(Instant until, String reason) implements NextStep {}

  /** Nothing to do unless a new fact arrives. */
  record Nothing(String reason) implements NextStep {}
}
