package dev.marquee.dispatcher.apns;

import static java.util.Objects.requireNonNull;

import dev.marquee.contracts.token.ApnsEnvironment;
import java.util.regex.Pattern;

/**
 * An app in one environment: what shares credentials and connections, and what a credential fault
 * closes.
 *
 * @param app the app's bundle id, without any topic suffix
 * @param environment the push service that the app's tokens belong to
 */
public record ApnsLane(String app, ApnsEnvironment environment) {

  private static final String TOPIC_SUFFIX = ".push-type.liveactivity";
  private static final Pattern BUNDLE_ID = Pattern.compile("[A-Za-z0-9.-]{1,155}");

  public ApnsLane {
    requireNonNull(app, "app is null");
    requireNonNull(environment, "environment is null");
    if (!BUNDLE_ID.matcher(app).matches()) {
      throw new IllegalArgumentException("not a bundle id: \"" + app + "\"");
    }
    if (app.contains(".push-type.")) {
      throw new IllegalArgumentException(
          "give the bundle id alone, the topic's suffix is added to it: \"" + app + "\"");
    }
  }

  /** The {@code apns-topic} of the app's Live Activities. */
  String topic() {
    return app + TOPIC_SUFFIX;
  }
}
