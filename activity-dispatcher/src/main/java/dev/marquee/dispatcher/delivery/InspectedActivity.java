package dev.marquee.dispatcher.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One activity as an operator sees it; never with a token.
 *
 * @param state where it stands: {@code planned}, {@code starting}, {@code abandoned}, {@code live},
 *     {@code ending}, {@code ended} or {@code dismissed}
 * @param nextStep what comes next: {@code start}, {@code update}, {@code end}, {@code wait}, {@code
 *     wait-for-token} or {@code nothing}
 * @param why the reason of the next step
 * @param dueAt when it is looked at next, business time; null for not before a new fact
 * @param held the pause or the closed lane that holds it back, in words; null if nothing does
 * @param startToken how far the device's push-to-start token can be trusted: {@code usable}, {@code
 *     missing}, {@code old}, {@code unheard}, or {@code off} where the user switched Live
 *     Activities off
 * @param pushes what was sent, the newest first
 */
public record InspectedActivity(
    String activityId,
    String deviceId,
    String state,
    String nextStep,
    String why,
    @Nullable Instant dueAt,
    @Nullable String held,
    String startToken,
    List<InspectedPush> pushes) {

  /**
   * One push of the history.
   *
   * @param apnsId the {@code apns-id} that it had on the wire, in the log, and in its outcome
   * @param causedBy id of the newest event whose facts it carried
   */
  public record InspectedPush(
      String apnsId,
      long apsTimestamp,
      Instant at,
      String event,
      @Nullable String causedBy,
      String result,
      @Nullable String alert,
      String why,
      @Nullable String answer) {}
}
