package dev.marquee.dispatcher.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has been pushed for an activity so far and what APNs answered.
 *
 * @param start the newest attempt to start a card; null before the first
 * @param acceptedHash hash of the content state that APNs accepted last; null where nothing was
 *     accepted yet, or where an unknown answer left open what the phone shows
 * @param acceptedMarks what the alerts of the last accepted push had told; null before the first
 * @param lastPushAt when the last push was claimed, in business time
 * @param ended the card that was ended; null before the first
 * @param startTokenRejection the newest rejection of a push-to-start token
 * @param updateTokenRejection the newest rejection of an update token
 * @param urgentPaidUntil when the {@link Pace} of urgent updates is unspent again; null for now
 */
public record PushProgress(
    @Nullable StartAttempt start,
    @Nullable String acceptedHash,
    @Nullable Marks acceptedMarks,
    @Nullable Instant lastPushAt,
    @Nullable EndedCard ended,
    @Nullable TokenRejection startTokenRejection,
    @Nullable TokenRejection updateTokenRejection,
    @Nullable Instant urgentPaidUntil) {

  /** Refuses content without what its alerts told: both come from the same accepted push. */
  public PushProgress {
    if (acceptedHash != null && acceptedMarks == null) {
      throw new IllegalArgumentException("content was accepted, but nothing was told");
    }
  }

  /** Nothing was pushed yet. */
  public static final PushProgress NONE =
      new PushProgress(null, null, null, null, null, null, null, null);

  /** The same, with another newest attempt to start. */
  public PushProgress withStart(@Nullable StartAttempt attempt) {
    return new PushProgress(
        attempt,
        acceptedHash,
        acceptedMarks,
        lastPushAt,
        ended,
        startTokenRejection,
        updateTokenRejection,
        urgentPaidUntil);
  }

  /** The same after APNs accepted a content state whose alerts have told {@code marks}. */
  public PushProgress withAccepted(String hash, Marks marks) {
    return new PushProgress(
        start,
        hash,
        marks,
        lastPushAt,
        ended,
        startTokenRejection,
        updateTokenRejection,
        urgentPaidUntil);
  }

  /** The same, but nobody knows what the phone shows. */
  public PushProgress inDoubt() {
    return new PushProgress(
        start,
        null,
        acceptedMarks,
        lastPushAt,
        ended,
        startTokenRejection,
        updateTokenRejection,
        urgentPaidUntil);
  }

  /** The same after a push that was claimed at {@code at}, business time. */
  public PushProgress withPushAt(Instant at) {
    return new PushProgress(
        start,
        acceptedHash,
        acceptedMarks,
        at,
        ended,
        startTokenRejection,
        updateTokenRejection,
        urgentPaidUntil);
  }

  /** The same, with another card that was ended. */
  public PushProgress withEnded(@Nullable EndedCard card) {
    return new PushProgress(
        start,
        acceptedHash,
        acceptedMarks,
        lastPushAt,
        card,
        startTokenRejection,
        updateTokenRejection,
        urgentPaidUntil);
  }

  /** The same after APNs refused a push-to-start token. */
  public PushProgress withStartTokenRejection(TokenRejection rejection) {
    return new PushProgress(
        start,
        acceptedHash,
        acceptedMarks,
        lastPushAt,
        ended,
        rejection,
        updateTokenRejection,
        urgentPaidUntil);
  }

  /** The same after APNs refused an update token. */
  public PushProgress withUpdateTokenRejection(TokenRejection rejection) {
    return new PushProgress(
        start,
        acceptedHash,
        acceptedMarks,
        lastPushAt,
        ended,
        startTokenRejection,
        rejection,
        urgentPaidUntil);
  }

  /** The same after an update with priority 10. */
  public PushProgress withUrgentPaidUntil(@Nullable Instant paidUntil) {
    return new PushProgress(
        start,
        acceptedHash,
        acceptedMarks,
        lastPushAt,
        ended,
        startTokenRejection,
        updateTokenRejection,
        paidUntil);
  }

  /**
   * An attempt to start a card.
   *
   * @param at when it was claimed, in business time
   * @param count how many starts of this card APNs accepted or may have accepted, this one included
   */
  public record StartAttempt(Instant at, StartAnswer answer, int count) {
    /** Refuses a refused start that counts, and any other that does not. */
    public StartAttempt {
      if (answer == StartAnswer.REFUSED ? count != 0 : count < 1) {
        throw new IllegalArgumentException("%d starts, the last one %s".formatted(count, answer));
      }
    }
  }

  /** What is known of an attempt to start. */
  public enum StartAnswer {
    /** Claimed and not settled: it may be on its way. */
    CLAIMED,
    /** APNs took it; only a token or a report of the app says that a card is there. */
    ACCEPTED,
    /** No answer came: there may be a card. */
    UNKNOWN,
    /** APNs refused it, or it was surely not processed: there is no card. */
    REFUSED
  }

  /**
   * A card that we ended.
   *
   * @param at when, in business time
   * @param activityKitId which; null where it was never reported
   */
  public record EndedCard(Instant at, @Nullable String activityKitId) {}
}
