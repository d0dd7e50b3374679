-- Drops the tokens that APNs refused, and only those: each must still be the refused value, and must
-- not have been registered after the moment since which it is invalid. Either way the row's state is
-- published once more, with a greater version, which is the answer that the dispatcher waits for.
--
-- Given are reports, [{"deviceId", "activityKitId", "fingerprint", "invalidSince"}], in any order and
-- any of them more than once; the activityKitId is '' where a start token was refused. Rows are
-- locked in the order of everybody: devices before instances, and each of them sorted.

create or replace function read_rejections(refusals jsonb)
  returns table (
    report bigint, device_id text, activity_kit_id text, fingerprint text, invalid_since timestamptz)
  language sql stable
as $$
  select place, "deviceId", "activityKitId", fingerprint, "invalidSince"
  from rows from (
      jsonb_to_recordset(refusals) as (
        "deviceId" text, "activityKitId" text, fingerprint text, "invalidSince" timestamptz))
    with ordinality
      as listed ("deviceId", "activityKitId", fingerprint, "invalidSince", place)
$$;

-- What became of each report of a start token.
create or replace function drop_refused_start_tokens(refusals jsonb, at timestamptz)
  returns table (report bigint, outcome text)
  language plpgsql volatile
  -- As for claim_start_tokens.
  set enable_seqscan = off
  set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  perform from devices
  where device_id in (
    select device_id from read_rejections(refusals) where activity_kit_id = '')
  order by device_id
  for update;

  return query
    with refusal as (
      select *, row_number() over (
          partition by device_id, fingerprint order by invalid_since desc, report) as mention
      from read_rejections(refusals)
      where activity_kit_id = ''
    ), refused as (
      select device_id, jsonb_object_agg(fingerprint, invalid_since) as tokens
      from refusal
      where mention = 1
      group by device_id
    ), changed as (
      update devices as device set
        start_tokens = drop_start_tokens(device.start_tokens, refused.tokens),
        version = nextval('row_versions')
      from refused
      where device.device_id = refused.device_id
      returning old.start_tokens as held, new as after
    ), answered as (
      insert into outbox (shard, topic, records)
      select outbox_shard((after).device_id), 'token-events', json_agg(device_changed(after, at))
      from changed
      group by outbox_shard((after).device_id)
    )
    select report, case
        when after is null then 'unknown'
        when mention = 1 and held <> drop_start_tokens(
          held, jsonb_build_object(fingerprint, invalid_since)) then 'dropped'
        else 'kept'
      end
    from refusal left join changed on (after).device_id = refusal.device_id;
end
$$;

-- What became of each report of an update token.
create or replace function drop_refused_update_tokens(refusals jsonb, at timestamptz)
  returns table (report bigint, outcome text)
  language plpgsql volatile
  set enable_seqscan = off
  set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  perform from activity_instances
  where (device_id, activity_kit_id) in (
    select device_id, activity_kit_id from read_rejections(refusals) where activity_kit_id <> '')
  order by device_id, activity_kit_id
  for update;

  return query
    with refusal as (
      select *, row_number() over (
          partition by device_id, activity_kit_id, fingerprint
          order by invalid_since desc, report) as mention
      from read_rejections(refusals)
      where activity_kit_id <> ''
    ), refused as (
      select device_id, activity_kit_id, jsonb_object_agg(fingerprint, invalid_since) as tokens
      from refusal
      where mention = 1
      group by device_id, activity_kit_id
    ), changed as (
      update activity_instances as instance set
        (update_token, update_token_registered_at) = (
          select instance.update_token, instance.update_token_registered_at
          where not is_refused(
            instance.update_token, instance.update_token_registered_at, refused.tokens)),
        version = nextval('row_versions')
      from refused
      where instance.device_id = refused.device_id
        and instance.activity_kit_id = refused.activity_kit_id
      returning old as before, new as after
    ), answered as (
      insert into outbox (shard, topic, records)
      select outbox_shard((after).device_id), 'token-events', json_agg(activity_changed(after, at))
      from changed
      group by outbox_shard((after).device_id)
    )
    select report, case
        when after is null then 'unknown'
        when mention = 1 and is_refused(
          (before).update_token, (before).update_token_registered_at,
          jsonb_build_object(fingerprint, invalid_since)) then 'dropped'
        else 'kept'
      end
    from refusal
      left join changed
        on (after).device_id = refusal.device_id
          and (after).activity_kit_id = refusal.activity_kit_id;
end
$$;

-- Answers in the order of the reports what became of each: dropped, kept, or unknown where the row is
-- gone altogether, as its tombstone has said. What is refused twice is dropped once.
create or replace function drop_refused_tokens(refusals jsonb, at timestamptz) returns text[]
  language sql volatile
as $$
  select array_agg(outcome order by report)
  from (
    select * from drop_refused_start_tokens(refusals, at)
    union all
    select * from drop_refused_update_tokens(refusals, at)) as judged
$$;
