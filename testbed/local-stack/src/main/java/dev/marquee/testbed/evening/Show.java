package dev.marquee.testbed.evening;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A performance, screening or departure as it was announced. Times are offsets from the evening's
 * anchor; what changes later stands in the script.
 *
 * @param doorsAt when doors open or boarding begins
 * @param gate where to go in, absent while nobody knows it; always with its label
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Show(
    String id,
    String title,
    String venue,
    String city,
    ZoneId timeZone,
    Duration startsAt,
    Duration endsAt,
    @Nullable Duration doorsAt,
    @Nullable String gate,
    @Nullable String gateLabel) {

  public Show {
    requireNonNull(id, "id");
    requireNonNull(title, "title");
    requireNonNull(venue, "venue");
    requireNonNull(city, "city");
    requireNonNull(timeZone, "timeZone");
    if (startsAt.compareTo(endsAt) >= 0) {
      throw new IllegalArgumentException("show " + id + " must start before it ends");
    }
    if ((gate == null) != (gateLabel == null)) {
      throw new IllegalArgumentException(
          "show " + id + " has a gate without a label, or a label without a gate");
    }
  }
}
