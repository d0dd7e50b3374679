package dev.marquee.dispatcher.activity;

/**
 * What a push says aloud: lights the screen and expands the Dynamic Island.
 *
 * @see <a
 *     href="https://developer.apple.com/documentation/activitykit/starting-and-updating-live-activities-with-activitykit-push-notifications">Starting
 *     and updating Live Activities with ActivityKit push notifications</a>
 */
public record Alert(String title, String body) {}
