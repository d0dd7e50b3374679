package dev.marquee.dispatcher.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.dispatcher.activity.ActivityPolicy;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.ActivityTypeReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The activity types that this deployment knows, read at start-up. Immutable. */
@ApplicationScoped
class ActivityTypes {
  private static final String BUILT_IN = "/activity-types/TicketAttributes.yaml";

  /** A type may come with the next release. */
  private static final Duration UNDEFINED_TYPE_PAUSE = Duration.ofMinutes(10);

  private final Map<String, ActivityType> types;

  ActivityTypes() {
    ActivityType builtIn = ActivityTypeReader.read(BUILT_IN, text(BUILT_IN));
    types = Map.of(builtIn.name(), builtIn);
  }

  /** The next step of an activity, or that nobody defined its type. */
  NextStep next(ActivitySnapshot snapshot, Instant now) {
    String name = snapshot.activityType();
    ActivityType type = name == null ? null : types.get(name);
    return type == null
        ? new NextStep.WaitUntil(
            now.plus(UNDEFINED_TYPE_PAUSE), "the activity type " + name + " is not defined here")
        : ActivityPolicy.next(snapshot, type, now);
  }

  private static String text(String resource) {
    try (InputStream in = ActivityTypes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
