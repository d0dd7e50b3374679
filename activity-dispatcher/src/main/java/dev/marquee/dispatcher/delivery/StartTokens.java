package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.dispatcher.activity.ActivityState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SQL that says how far the push-to-start token of an activity can be trusted: {@code off} (the
 * user switched Live Activities off), {@code missing}, {@code old}, {@code unheard} (starts were
 * accepted and no card was ever heard of), or {@code usable}. APNs never tells the two suspect
 * kinds.
 */
final class StartTokens {
  /** Joins for a statement with activities {@code a}, bookings {@code b} and devices {@code d}. */
  static final String JOINS =
      """
      cross join lateral (
        select (d.start_tokens -> (b.details->>'activityType') ->> 'registeredAt')::timestamptz
          as registered_at
      ) token
      cross join lateral (
        select count(*) as starts
        from activities u join bookings ub on ub.id = u.booking_id
        where u.device_id = d.id and u.start_answer = 'accepted'
          and u.start_at > token.registered_at and u.start_at < $2
          and not exists (
            select from instances i where i.device_id = d.id and i.booking_ref = ub.ref)
      ) unheard
      """;

  /** The word. */
  static final String WORD =
      """
      case
        when not d.activities_enabled then 'off'
        when token.registered_at is null then 'missing'
        when token.registered_at < $1 then 'old'
        when unheard.starts >= $3 then 'unheard'
        else 'usable'
      end
      """;

  private StartTokens() {}

  /** The parameters that these need, before those of the statement itself. */
  static Object[] parameters(ForecastConfig config, Instant now, Object... more) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(now.minus(config.oldTokenAge()).atOffset(UTC));
    parameters.add(now.minus(ActivityState.CARD_EXPECTED_WITHIN).atOffset(UTC));
    parameters.add(config.unheardStarts());
    parameters.addAll(Arrays.asList(more));
    return parameters.toArray();
  }
}
