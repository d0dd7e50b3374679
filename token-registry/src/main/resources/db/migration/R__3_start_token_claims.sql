-- One value of a start token belongs to one device. A reinstalled or cleared app makes itself a new
-- device id and is given the token that its earlier self reported: the newest report wins, and the
-- earlier device loses the token.
--
-- Every report that brings start tokens goes through here first. The locks are taken in one order
-- by everybody, tokens before devices and each of them sorted, so that two devices that swap their
-- tokens wait for each other and never both.

-- Takes the locks for reports of different devices, [{"device": id, "tokens": {type: hex or null},
-- "observedAt": time}], and answers of each:
--   owner      whose the claimant is now; null where there is no such device
--   claimed    what was reported, without the tokens that another device has from a newer report
--   contested  whether other devices hold tokens of these: displace_start_tokens has to follow
-- Volatile, so that each statement in it sees what was committed while the one before it waited.
drop function if exists claim_start_tokens(text, jsonb, timestamptz);
create or replace function claim_start_tokens(reports jsonb)
  returns table (claimant text, owner text, claimed jsonb, contested boolean)
  language plpgsql volatile
  -- A plan made while the table was small must not be kept when it has grown; one that is kept
  -- saves most of what a single report costs.
  set enable_seqscan = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  claimants text[] := array(
    select report ->> 'device' from jsonb_array_elements(reports) as report);
  tokens text[] := array(
    select distinct reported.token
    from jsonb_array_elements(reports) as report
      cross join jsonb_each_text(report -> 'tokens') as reported (type, token)
    where reported.token is not null
    order by reported.token);
begin
  perform pg_advisory_xact_lock(hashtextextended(token, 0)) from unnest(tokens) as token;
  return query
    with locked as materialized (
      select device_id, user_id, start_tokens from devices
      where device_id = any(claimants) or start_token_values ?| tokens
      order by device_id
      for update
    ), report as (
      select * from jsonb_to_recordset(reports)
        as report (device text, tokens jsonb, "observedAt" timestamptz)
    ), held as (
      select device_id, entry ->> 'token' as token,
        cast(entry ->> 'observedAt' as timestamptz) as observed_at
      from locked cross join jsonb_each(start_tokens) as held (type, entry)
    ), rivalry as (
      select device, array_agg(reported.type)
          filter (where held.observed_at > report."observedAt") as beaten
      from report
        cross join jsonb_each_text(report.tokens) as reported (type, token)
        join held on held.token = reported.token and held.device_id <> device
      group by device
    )
    select device, locked.user_id, report.tokens - coalesce(rivalry.beaten, '{}'),
      rivalry.device is not null
    from report
      left join locked on locked.device_id = device
      left join rivalry using (device);
end
$$;

-- The held start tokens without some values. Their entries keep the place in the order of reports.
create or replace function without_start_tokens(held jsonb, values_lost jsonb) returns jsonb
  language sql immutable
  return held || coalesce(
    (select jsonb_object_agg(lost.type, lost.entry || '{"token": null, "lost": true}')
      from jsonb_each(held) as lost (type, entry)
      where values_lost ? (lost.entry ->> 'token')),
    '{}');

-- Takes from all other devices what the winner holds now, and says so of each; answers how many.
create or replace function displace_start_tokens(winner text, at timestamptz) returns bigint
  language plpgsql volatile
  set enable_seqscan = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  won jsonb := (select start_token_values from devices where device_id = winner);
  displaced bigint;
begin
  with changed as (
    update devices set
      start_tokens = without_start_tokens(start_tokens, won), version = nextval('row_versions')
    where device_id <> winner
      and start_token_values ?| array(select jsonb_array_elements_text(won))
    returning new as after
  ), announced as (
    insert into outbox (shard, topic, records)
    select outbox_shard((after).device_id), 'token-events',
      json_build_array(device_changed(after, at))
    from changed
  )
  select count(*) into displaced from changed;
  return displaced;
end
$$;

-- Takes in reports of start tokens alone, of different devices, as claim_start_tokens is given them
-- with "user", "sequence", "receivedAt" and "trace" (of the request, or null); answers the devices
-- as they are now, without those that the user does not own.
create or replace function change_start_tokens(reports jsonb) returns setof devices
  language plpgsql volatile
  set enable_seqscan = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  claims jsonb := (select jsonb_agg(claim) from claim_start_tokens(reports) as claim);
  contest record;
begin
  return query
    with report as (
      select *
      from jsonb_to_recordset(reports) as report (device text, "user" text, sequence bigint,
          "observedAt" timestamptz, "receivedAt" timestamptz, trace text)
        join jsonb_to_recordset(claims) as claim (claimant text, claimed jsonb)
          on claimant = device
    ), changed as (
      update devices set
        start_tokens = merge_start_tokens(start_tokens, report.claimed, report.sequence,
          report."observedAt", report."receivedAt"),
        version = nextval('row_versions'),
        last_seen_at = report."receivedAt"
      from report
      where device_id = report.device and user_id = report."user"
      returning old as before, new as after, report."receivedAt" as received_at, report.trace
    ), announced as (
      insert into outbox (shard, topic, records)
      select outbox_shard((after).device_id), 'token-events',
        json_build_array(traced_device_changed(after, received_at, trace))
      from changed
      where is_news(before, after)
    )
    select (after).* from changed;

  for contest in
    select claimant, "receivedAt" as received_at, trace
    from jsonb_to_recordset(reports) as report (device text, "receivedAt" timestamptz, trace text)
      join jsonb_to_recordset(claims) as claim (claimant text, contested boolean)
        on claimant = device
    where contested
    order by claimant
  loop
    perform set_trace(contest.trace);
    perform displace_start_tokens(contest.claimant, contest.received_at);
  end loop;
end
$$;
