package dev.marquee.dispatcher.delivery;

import java.time.Instant;
import java.util.List;

/**
 * What is due when, as far as it is known now. Business time.
 *
 * @param overdue activities that are due already, those of closed lanes included
 * @param starts the starts of all hours together
 * @param hours the hours ahead in which something is due, the first one from now on
 */
public record Forecast(
    Instant from, Instant until, long overdue, PlannedStarts starts, List<ForecastHour> hours) {
  /** Copies the hours. */
  public Forecast {
    hours = List.copyOf(hours);
  }

  /** Adds the starts of the hours up. */
  static Forecast of(Instant from, Instant until, long overdue, List<ForecastHour> hours) {
    PlannedStarts starts =
        hours.stream().map(ForecastHour::starts).reduce(PlannedStarts.NONE, PlannedStarts::plus);
    return new Forecast(from, until, overdue, starts, hours);
  }

  /**
   * One hour.
   *
   * @param starts cards that start in it
   * @param others running cards that are looked at in it: for a reminder, a refresh, their end
   */
  public record ForecastHour(Instant hour, PlannedStarts starts, long others) {}

  /**
   * Starts by how far their tokens can be trusted.
   *
   * @param total all of them
   * @param usable with a token that nothing speaks against
   * @param missingToken whose device has no push-to-start token
   * @param oldToken whose token was registered too long ago
   * @param unheardToken with whose token starts were accepted, but no card was ever heard of
   * @param switchedOff whose user switched Live Activities off
   */
  public record PlannedStarts(
      long total,
      long usable,
      long missingToken,
      long oldToken,
      long unheardToken,
      long switchedOff) {
    static final PlannedStarts NONE = new PlannedStarts(0, 0, 0, 0, 0, 0);

    PlannedStarts plus(PlannedStarts other) {
      return new PlannedStarts(
          total + other.total,
          usable + other.usable,
          missingToken + other.missingToken,
          oldToken + other.oldToken,
          unheardToken + other.unheardToken,
          switchedOff + other.switchedOff);
    }
  }
}
