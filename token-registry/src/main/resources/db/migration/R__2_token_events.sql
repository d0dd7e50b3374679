-- The events of token-events, as records of the outbox (see the module outbox for the format) and
-- in the words of event-contracts, whose codec the tests read every one of these with.

-- Everything of one device goes through one shard, one after the other.
create or replace function outbox_shard(owner text) returns smallint
  language sql immutable
  return cast(get_byte(sha256(convert_to(owner, 'UTF8')), 0) % 16 as smallint);

-- Names the trace that the events which this transaction writes from now on belong to; null for none.
create or replace function set_trace(parent text) returns void
  language plpgsql volatile
as $$
begin
  perform set_config('marquee.traceparent', coalesce(parent, ''), true);
end
$$;

create or replace function event_headers(type text, subject text, at timestamptz) returns json
  language sql volatile
  return json_strip_nulls(json_build_object(
    'ce_specversion', '1.0',
    'ce_id', uuidv7(),
    'ce_source', '/token-registry',
    'ce_type', 'dev.marquee.' || type,
    'ce_subject', subject,
    'ce_time', iso_time(at),
    'ce_dataschema', 'https://marquee.dev/schemas/' || type || '/1',
    'content-type', 'application/json',
    -- Of the request that the change works for; see set_trace.
    'traceparent', nullif(current_setting('marquee.traceparent', true), '')));

create or replace function device_changed(device devices, at timestamptz) returns json
  language sql volatile
  return json_build_object(
    'key', device.device_id,
    'partitionKey', device.device_id,
    'headers', event_headers('device.changed', 'devices/' || device.device_id, at),
    'value', json_strip_nulls(json_build_object(
      'deviceId', device.device_id,
      'version', device.version,
      'ownership', device.ownership,
      -- Nobody has a device that is being erased.
      'userId', nullif(device.user_id, ''),
      'app', device.app,
      'environment', device.environment,
      'osVersion', device.os_version,
      'appVersion', device.app_version,
      'locale', device.locale,
      'timeZone', device.time_zone,
      'activitiesEnabled', device.activities_enabled,
      'frequentUpdatesEnabled', device.frequent_updates_enabled,
      'startTokens', coalesce(
        (select json_object_agg(held.type, json_build_object(
            'token', held.entry ->> 'token', 'registeredAt', held.entry ->> 'registeredAt'))
          from jsonb_each(device.start_tokens) as held (type, entry)
          where held.entry ->> 'token' is not null),
        '{}'))));

-- The same where one transaction works for several requests.
create or replace function traced_device_changed(device devices, at timestamptz, trace text)
  returns json
  language plpgsql volatile
as $$
begin
  perform set_trace(trace);
  return device_changed(device, at);
end
$$;

create or replace function activity_changed(instance activity_instances, at timestamptz) returns json
  language sql volatile
  return json_build_object(
    'key', instance.device_id || '/' || instance.activity_kit_id,
    'partitionKey', instance.device_id,
    'headers', event_headers(
      'activity.changed',
      'devices/' || instance.device_id || '/activities/' || instance.activity_kit_id,
      at),
    'value', json_strip_nulls(json_build_object(
      'deviceId', instance.device_id,
      'activityKitId', instance.activity_kit_id,
      'bookingId', instance.booking_id,
      'version', instance.version,
      'ownership', instance.ownership,
      'ordinal', instance.ordinal,
      'attributesType', instance.attributes_type,
      'state', instance.state,
      'updateToken', case when instance.update_token is not null then json_build_object(
        'token', instance.update_token,
        'registeredAt', iso_time(instance.update_token_registered_at)) end)));

create or replace function user_erased(user_id text, version bigint, at timestamptz) returns json
  language sql volatile
  return json_build_object(
    'key', user_id,
    'headers', event_headers('user.erased', 'users/' || user_id, at),
    'value', json_build_object('userId', user_id, 'version', version));

-- Ends what compaction keeps of a key.
create or replace function tombstone(key text, device_id text) returns json
  language sql immutable
  return json_build_object('key', key, 'partitionKey', device_id);

-- Start tokens as far as consumers must hear of them: a token that came again unchanged is news once
-- a day (UTC), because the registry alone needs the exact time of receipt.
create or replace function utc_day(at timestamptz) returns date
  language sql immutable
  return cast(at at time zone 'UTC' as date);

create or replace function start_token_news(start_tokens jsonb) returns jsonb
  language sql stable
  return (
    select jsonb_object_agg(held.type, jsonb_build_object(
        'token', held.entry ->> 'token',
        'day', utc_day(cast(held.entry ->> 'registeredAt' as timestamptz))))
      from jsonb_each(start_tokens) as held (type, entry)
      where held.entry ->> 'token' is not null);

-- Whether consumers must hear of a row's new state.
create or replace function is_news(before devices, after devices) returns boolean
  language sql stable
  return before.device_id is null
    or (before.user_id, before.ownership, before.app, before.environment, before.os_version,
        before.app_version, before.locale, before.time_zone, before.activities_enabled,
        before.frequent_updates_enabled, start_token_news(before.start_tokens))
      is distinct from
       (after.user_id, after.ownership, after.app, after.environment, after.os_version,
        after.app_version, after.locale, after.time_zone, after.activities_enabled,
        after.frequent_updates_enabled, start_token_news(after.start_tokens));

create or replace function is_news(before activity_instances, after activity_instances)
  returns boolean
  language sql stable
  return before.device_id is null
    or (before.booking_id, before.attributes_type, before.state, before.ownership,
        before.update_token, utc_day(before.update_token_registered_at))
      is distinct from
       (after.booking_id, after.attributes_type, after.state, after.ownership,
        after.update_token, utc_day(after.update_token_registered_at));
