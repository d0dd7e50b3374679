package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.activity.ActivityPolicy;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.ActivityState;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Pace;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.ActivityTypeFiles;
import dev.marquee.types.reading.BuiltInTypes;
import dev.marquee.types.reading.MalformedTypeException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The activity types that this deployment knows, read at start-up. Immutable. */
@ApplicationScoped
@Startup
class ActivityTypes {
  private static final Logger LOG = Logger.getLogger(ActivityTypes.class);

  /** A type may come with the next release. */
  private static final Duration UNDEFINED_TYPE_PAUSE = Duration.ofMinutes(10);

  private final Map<String, ActivityType> types;
  private final Pace pace;

  /**
   * Reads them.
   *
   * @throws MalformedTypeException when a definition is wrong; nothing is sent rather than
   *     something wrong
   */
  @Inject
  ActivityTypes(ActivityTypesConfig config, PaceConfig pace) {
    this(config, pace.pace());
  }

  /** The same at an unbounded pace. */
  ActivityTypes(ActivityTypesConfig config) {
    this(config, Pace.UNBOUNDED);
  }

  private ActivityTypes(ActivityTypesConfig config, Pace pace) {
    this.pace = pace;
    Map<String, ActivityType> read = new HashMap<>();
    ActivityType builtIn = BuiltInTypes.ticket();
    read.put(builtIn.name(), builtIn);
    config.folder().ifPresent(folder -> read.putAll(ActivityTypeFiles.readFolder(folder)));
    types = Map.copyOf(read);
    LOG.infof("activity types: %s", String.join(", ", types.keySet().stream().sorted().toList()));
  }

  /** The next step of an activity, or that nobody defined its type. */
  NextStep next(ActivitySnapshot snapshot, Instant now) {
    ActivityType type = typeOf(snapshot);
    return type == null
        ? new NextStep.WaitUntil(
            now.plus(UNDEFINED_TYPE_PAUSE),
            "the activity type " + snapshot.activityType() + " is not defined here")
        : ActivityPolicy.next(snapshot, type, pace, now);
  }

  /** Where an activity stands; without its type, as far as pushes and reports tell. */
  ActivityState stateOf(ActivitySnapshot snapshot, Instant now) {
    ActivityType type = typeOf(snapshot);
    return type == null
        ? ActivityState.of(snapshot, now)
        : ActivityPolicy.stateOf(snapshot, type, now);
  }

  private @Nullable ActivityType typeOf(ActivitySnapshot snapshot) {
    String name = snapshot.activityType();
    return name == null ? null : types.get(name);
  }
}
