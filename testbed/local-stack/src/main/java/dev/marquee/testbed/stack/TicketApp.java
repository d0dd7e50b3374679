package dev.marquee.testbed.stack;

import static dev.marquee.testbed.phone.SwiftType.Scalar.INT;
import static dev.marquee.testbed.phone.SwiftType.Scalar.STRING;

import dev.marquee.testbed.phone.ActivityDefinition;
import dev.marquee.testbed.phone.AppDefinition;
import dev.marquee.testbed.phone.SwiftStruct;

/**
 * The app that the phones have installed: the Swift side of the activity type that Marquee brings.
 */
public final class TicketApp {

  public static final String BUNDLE_ID = "com.example.tickets";
  public static final String ATTRIBUTES_TYPE = "TicketAttributes";

  private static final ActivityDefinition TICKET =
      new ActivityDefinition(
          ATTRIBUTES_TYPE,
          SwiftStruct.empty().required("bookingId", STRING),
          SwiftStruct.empty()
              .required("title", STRING)
              .optional("venue", STRING)
              .optional("gate", STRING)
              .optional("gateLabel", STRING)
              .optional("seat", STRING)
              .required("startsAt", INT)
              .required("endsAt", INT)
              .required("status", STRING)
              .optional("message", STRING),
          "bookingId");

  private TicketApp() {}

  /** The app under its own bundle id. */
  public static AppDefinition definition() {
    return definition(BUNDLE_ID);
  }

  /** The same app as another house publishes it. */
  public static AppDefinition definition(String bundleId) {
    return AppDefinition.of(bundleId, "1.0.0", TICKET);
  }
}
