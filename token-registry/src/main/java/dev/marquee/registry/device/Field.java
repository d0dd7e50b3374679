package dev.marquee.registry.device;

import dev.marquee.registry.problem.InvalidReportException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks of a request's fields: each answers the value or says what it had to be. */
final class Field {
  /** Most start tokens, and most activities, that one report may hold. */
  static final int ENTRY_LIMIT = 32;

  private static final int TEXT_LIMIT = 100;
  private static final int BOOKING_ID_LIMIT = 200;

  /** Also safe in the key and the subject of an event, which put two of them together. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,79}");

  private static final Pattern BUNDLE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,154}");
  private static final Pattern SWIFT_TYPE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]{0,127}");
  private static final String APNS_SUFFIX = ".push-type.";
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private Field() {}

  /** The id of a device or of an activity instance. */
  static String id(String field, @Nullable String value) {
    if (value == null || !ID.matcher(value).matches()) {
      throw new InvalidReportException(
          field, "must be 1 to 80 of letters, digits, and . _ : - (a UUID is fine)");
    }
    return value;
  }

  static String bundleId(String field, @Nullable String value) {
    if (value == null || !BUNDLE_ID.matcher(value).matches() || value.contains(APNS_SUFFIX)) {
      throw new InvalidReportException(
          field, "must be the app's bundle id, such as com.example.tickets, without any suffix");
    }
    return value;
  }

  static String attributesType(String field, @Nullable String value) {
    if (value == null || !SWIFT_TYPE.matcher(value).matches()) {
      throw new InvalidReportException(
          field, "must be the name of a Swift type, such as TicketAttributes");
    }
    return value;
  }

  static @Nullable String optionalAttributesType(String field, @Nullable String value) {
    return value == null ? null : attributesType(field, value);
  }

  static String bookingId(String field, @Nullable String value) {
    if (value == null
        || value.isBlank()
        || value.length() > BOOKING_ID_LIMIT
        || unprintable(value)) {
      throw new InvalidReportException(
          field, "must be the booking's id, of at most %d characters".formatted(BOOKING_ID_LIMIT));
    }
    return value;
  }

  /** A fact that the app may leave out; a blank one counts as left out. */
  static @Nullable String optionalText(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (value.length() > TEXT_LIMIT || unprintable(value)) {
      throw new InvalidReportException(
          field, "must be at most %d printable characters".formatted(TEXT_LIMIT));
    }
    return value;
  }

  static @Nullable Long sequence(@Nullable Long value) {
    if (value != null && value < 0) {
      throw new InvalidReportException("sequence", "must count up from 0");
    }
    return value;
  }

  static @Nullable Instant observedAt(@Nullable Instant value) {
    if (value != null && (value.isBefore(Instant.EPOCH) || value.isAfter(LATEST))) {
      throw new InvalidReportException("observedAt", "must be a time such as 2026-12-04T19:30:00Z");
    }
    return value;
  }

  static <T> T required(String field, @Nullable T value, String expected) {
    if (value == null) {
      throw new InvalidReportException(field, expected);
    }
    return value;
  }

  private static boolean unprintable(String value) {
    return value.chars().anyMatch(Character::isISOControl);
  }
}
