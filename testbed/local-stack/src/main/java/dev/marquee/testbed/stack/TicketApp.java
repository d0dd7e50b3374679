package dev.marquee.testbed.stack;

import dev.marquee.testbed.phone.ActivityDefinition;
import dev.marquee.testbed.phone.AppDefinition;
import dev.marquee.testbed.phone.SwiftSource;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.ActivityTypeFiles;
import dev.marquee.types.reading.BuiltInTypes;
import dev.marquee.types.reading.MalformedTypeException;
import dev.marquee.types.swift.SwiftPrinter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The app that the phones have installed. Its Swift side is compiled from what {@code ./marquee
 * types swift} prints, so that a card that shows here decodes there.
 */
public final class TicketApp {

  public static final String BUNDLE_ID = "com.example.tickets";
  public static final String ATTRIBUTES_TYPE = "TicketAttributes";

  private TicketApp() {}

  /** The app under its own bundle id. */
  public static AppDefinition definition() {
    return definition(BUNDLE_ID);
  }

  /** The same app as another house publishes it. */
  public static AppDefinition definition(String bundleId) {
    return definition(bundleId, List.of(BuiltInTypes.ticket()));
  }

  /** An app of some activity types. */
  public static AppDefinition definition(String bundleId, Collection<ActivityType> types) {
    return AppDefinition.of(
        bundleId,
        "1.0.0",
        types.stream().map(TicketApp::compile).toArray(ActivityDefinition[]::new));
  }

  /**
   * The built-in type and those of a folder, as a dispatcher would read them.
   *
   * @throws MalformedTypeException when a definition is wrong
   */
  public static List<ActivityType> typesOf(Path folder) {
    Map<String, ActivityType> types = new LinkedHashMap<>();
    types.put(ATTRIBUTES_TYPE, BuiltInTypes.ticket());
    types.putAll(ActivityTypeFiles.readFolder(folder));
    return List.copyOf(types.values());
  }

  private static ActivityDefinition compile(ActivityType type) {
    return SwiftSource.compile(SwiftPrinter.print(type), type.bookingIdAttribute());
  }
}
