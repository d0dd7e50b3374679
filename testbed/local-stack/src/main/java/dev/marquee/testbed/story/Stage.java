package dev.marquee.testbed.story;

import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.testbed.apns.ReceivedPush;
import dev.marquee.testbed.phone.Alert;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.stack.TopicReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the story is played: what can be done and seen on a running stack, in the story's words.
 */
final class Stage {

  private final LocalStack stack;
  private final Narrator narrator;
  private final TokenLog tokenLog;
  private final TopicReader deadLetters;

  Stage(LocalStack stack, Narrator narrator, TokenLog tokenLog, TopicReader deadLetters) {
    this.stack = stack;
    this.narrator = narrator;
    this.tokenLog = tokenLog;
    this.deadLetters = deadLetters;
  }

  Instant now() {
    return stack.clock().now();
  }

  void advanceTo(Instant instant, String occasion) {
    stack.clock().advanceTo(instant);
    narrator.clock(instant, occasion);
  }

  /** Waits until the dispatchers have taken in all that was published to a topic. */
  void consumed(String topic) {
    stack.awaitConsumed(topic);
  }

  /** The registry's word that it has the start token which the phone has now. */
  DeviceChanged startTokenKnown(Guest guest) {
    appHasReported(guest);
    return tokenLog.await(
        "the registry has " + guest + "'s start token",
        DeviceChanged.class,
        device ->
            device.deviceId().equals(guest.deviceId())
                && is(device.startTokens().get(TicketApp.ATTRIBUTES_TYPE), guest.startToken()));
  }

  /** The registry's word that it has the update token which the phone has now. */
  ActivityChanged updateTokenKnown(Guest guest) {
    appHasReported(guest);
    return tokenLog.await(
        "the registry has " + guest + "'s update token",
        ActivityChanged.class,
        activity ->
            activity.deviceId().equals(guest.deviceId())
                && is(activity.updateToken(), guest.updateToken()));
  }

  /** The registry's word that it has dropped the update token of a phone. */
  ActivityChanged updateTokenDropped(Guest guest) {
    return tokenLog.await(
        "the registry has dropped " + guest + "'s update token",
        ActivityChanged.class,
        activity -> activity.deviceId().equals(guest.deviceId()) && activity.updateToken() == null);
  }

  /**
   * The next push that the phone receives, which has to be this one.
   *
   * @param alert the body of its alert; null if it must not ring
   */
  PhonePush nextPush(Guest guest, String event, @Nullable String alert) {
    String expected = event + (alert == null ? " without alert" : " with alert \"" + alert + "\"");
    List<PhonePush> arrived =
        Patience.until(
            guest + "'s next push", expected, guest::newPushes, pushes -> !pushes.isEmpty());
    arrived.forEach(push -> narrator.push(guest, push));
    Patience.expect("pushes to " + guest + " at once", 1, arrived.size());
    PhonePush push = arrived.getFirst();
    Alert seen = push.alert();
    Patience.expect(
        guest + "'s next push",
        expected,
        push.event() + (seen == null ? " without alert" : " with alert \"" + seen.body() + "\""));
    return push;
  }

  /** Passes if APNs receives nothing for a while. */
  void nothingIsSent(String why) {
    Patience.unchanged("requests at APNs: " + why, () -> stack.apns().log().total());
    narrator.check("nothing is sent: " + why);
  }

  /** Waits until the card shows this. */
  void shows(Guest guest, Map<String, String> members) {
    String[] names = members.keySet().toArray(String[]::new);
    Patience.until(
        guest + "'s card", members.toString(), () -> guest.shown(names), members::equals);
  }

  /** The requests that APNs refused for this token, once there is one. */
  List<ReceivedPush> refusals(String token) {
    return Patience.until(
        "a push to a token that is dead",
        "one that APNs refuses",
        () -> stack.apns().log().toToken(token).stream().filter(push -> !push.accepted()).toList(),
        refused -> !refused.isEmpty());
  }

  /** The dead letter of the topic, once there is one. */
  TopicReader.Message deadLetter() {
    return Patience.until(
            "dead letters", "1 message", deadLetters::messages, letters -> letters.size() == 1)
        .getFirst();
  }

  private static void appHasReported(Guest guest) {
    Patience.until(
        "reports of " + guest + "'s app on their way",
        "0",
        guest.phone()::pendingReports,
        pending -> pending == 0);
    Patience.expect(
        "reports of " + guest + "'s app that were refused",
        List.of(),
        guest.phone().refusedReports());
  }

  private static boolean is(@Nullable RegisteredToken registered, String token) {
    return registered != null && registered.token().hex().equals(token);
  }
}
