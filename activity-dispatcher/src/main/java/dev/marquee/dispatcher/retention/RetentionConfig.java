package dev.marquee.dispatcher.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is past is kept. */
@ConfigMapping(prefix = "marquee.retention")
public interface RetentionConfig {
  /** Sooner, a late correction of a show would find its bookings gone. */
  Duration LEAST_AFTER_SHOW = Duration.ofDays(30);

  /** Later, what was to be erased would be kept for no late event's sake. */
  Duration MOST_AFTER_ERASURE = Duration.ofDays(7);

  /**
   * How long a booking stays after the end of its show, with its activities, their history and
   * their dead letters; at least 30 days.
   */
  @WithDefault("30d")
  Duration afterShow();

  /**
   * How long facts about a booking or show stay that nobody has confirmed, after the newest of
   * them: a confirmation that comes later finds them gone.
   */
  @WithDefault("400d")
  Duration unconfirmed();

  /**
   * How long a booking whose owner was erased stays without one, in case an event is late that
   * handed it on to somebody else; at most a week.
   */
  @WithDefault("1d")
  Duration afterErasure();

  /** How often to look for what is past. */
  @WithDefault("1h")
  Duration interval();
}
