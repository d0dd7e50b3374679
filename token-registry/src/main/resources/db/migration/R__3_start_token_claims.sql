-- One value of a start token belongs to one device. A reinstalled or cleared app makes itself a new
-- device id and is given the token that its earlier self reported: the newest report wins, and the
-- earlier device loses the token.
--
-- Every report that brings start tokens goes through here first. The locks are taken in one order
-- by everybody, tokens before devices and each of them sorted, so that two devices that swap their
-- tokens wait for each other and never both.

-- Takes the locks, and answers:
--   owner      whose the claimant is now; null where there is no such device
--   claimed    what was reported, without the tokens that another device has from a newer report
--   contested  whether other devices hold tokens of these: displace_start_tokens has to follow
-- Volatile, so that each statement in it sees what was committed while the one before it waited.
create or replace function claim_start_tokens(
    claimant text, reported jsonb, observed_at timestamptz,
    out owner text, out claimed jsonb, out contested boolean)
  language plpgsql volatile
  -- A plan made while the table was small must not be kept when it has grown.
  set enable_seqscan = off
as $$
declare
  tokens text[] := array(select distinct value from jsonb_each_text(reported) order by value);
  reported_token text;
  holder record;
begin
  foreach reported_token in array tokens loop
    perform pg_advisory_xact_lock(hashtextextended(reported_token, 0));
  end loop;
  contested := false;
  for holder in
    select device_id, user_id from devices
      where device_id = claimant or start_token_values ?| tokens
      order by device_id
      for update
  loop
    if holder.device_id = claimant then
      owner := holder.user_id;
    else
      contested := true;
    end if;
  end loop;
  claimed := reported;
  if contested then
    select coalesce(jsonb_object_agg(report.type, report.token), '{}') into claimed
      from jsonb_each_text(reported) as report (type, token)
      where not exists (
        select from devices as other
          cross join jsonb_each(other.start_tokens) as held (type, entry)
          where other.device_id <> claimant and other.start_token_values ? report.token
            and held.entry ->> 'token' = report.token
            and cast(held.entry ->> 'observedAt' as timestamptz)
              > claim_start_tokens.observed_at);
  end if;
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
