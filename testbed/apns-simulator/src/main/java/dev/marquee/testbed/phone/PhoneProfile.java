package dev.marquee.testbed.phone;

import dev.marquee.testbed.apns.ApnsEnvironment;
import java.util.Objects;

/**
 * What does not change about a phone.
 *
 * @param name unique in its fleet; with the fleet's seed it decides every token and id of the phone
 * @param userId who signs in on it
 * @param environment of the app's build
 * @param osVersion such as {@code 26.1}
 */
public record PhoneProfile(
    String name,
    String userId,
    ApnsEnvironment environment,
    String osVersion,
    String locale,
    String timeZone) {
  public PhoneProfile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(osVersion, "osVersion");
    Objects.requireNonNull(locale, "locale");
    Objects.requireNonNull(timeZone, "timeZone");
  }

  /** A phone in Berlin, in English, with a build from the App Store. */
  public static PhoneProfile of(String name, String userId) {
    return new PhoneProfile(
        name, userId, ApnsEnvironment.PRODUCTION, "26.1", "en", "Europe/Berlin");
  }

  public PhoneProfile withEnvironment(ApnsEnvironment environment) {
    return new PhoneProfile(name, userId, environment, osVersion, locale, timeZone);
  }

  public PhoneProfile withOsVersion(String osVersion) {
    return new PhoneProfile(name, userId, environment, osVersion, locale, timeZone);
  }

  public PhoneProfile withLocale(String locale, String timeZone) {
    return new PhoneProfile(name, userId, environment, osVersion, locale, timeZone);
  }

  /** The same iPhone for another of its apps, which has tokens and a name of its own. */
  PhoneProfile forApp(String bundleId, ApnsEnvironment itsEnvironment) {
    return new PhoneProfile(
        name + ", " + bundleId, userId, itsEnvironment, osVersion, locale, timeZone);
  }

  int osMajor() {
    return Integer.parseInt(osVersion.split("\\.", 2)[0]);
  }
}
