-- Judges the rejections of one moment, as drop_refused_tokens is given them, and answers in their
-- order what became of each: dropped, kept or unknown, and held from the one on that comes after the
-- guard has tripped. It trips once the tokens that were dropped within the span are too many of all
-- devices, neither earlier nor later, however many are judged together.
--
-- The guard's row is locked first: one such transaction at a time.
drop function if exists count_dropped_token(timestamptz, interval, double precision, bigint);
create or replace function judge_rejections(
    refusals jsonb, at timestamptz, span interval, share double precision, least_count bigint)
  returns text[]
  language plpgsql volatile
as $$
declare
  total bigint := jsonb_array_length(refusals);
  too_many bigint := greatest(least_count, ceil(share * device_count()));
  guard rejection_guard;
  room bigint;
  page text[];
  judged text[] := '{}';
begin
  select * into guard from rejection_guard for update;
  if guard.window_started_at + span <= at then
    guard.window_started_at := at;
    guard.dropped := 0;
  end if;

  while cardinality(judged) < total and guard.tripped_at is null loop
    room := greatest(1, too_many - guard.dropped);
    page := drop_refused_tokens(rejections_after(refusals, cardinality(judged), room), at);
    judged := judged || page;
    guard.dropped := guard.dropped + cardinality(array_positions(page, 'dropped'));
    if guard.dropped >= too_many then
      guard.tripped_at := at;
    end if;
  end loop;

  if 'dropped' = any(judged) then
    update rejection_guard set
      window_started_at = guard.window_started_at,
      dropped = guard.dropped,
      tripped_at = guard.tripped_at;
  end if;
  perform hold_rejections(rejections_after(refusals, cardinality(judged), total), at);
  return judged || array_fill('held'::text, array[cast(total as int) - cardinality(judged)]);
end
$$;

-- So many of the rejections, without the first ones.
create or replace function rejections_after(refusals jsonb, first_ones bigint, size bigint)
  returns jsonb
  language sql immutable
  return (
    select coalesce(jsonb_agg(refusal order by place), '[]')
    from jsonb_array_elements(refusals) with ordinality as listed (refusal, place)
    where place > first_ones and place <= first_ones + size);

-- A report that Kafka repeats is held once.
create or replace function hold_rejections(refusals jsonb, at timestamptz) returns void
  language sql volatile
as $$
  insert into held_rejections (device_id, activity_kit_id, fingerprint, invalid_since, held_at)
  select device_id, activity_kit_id, fingerprint, max(invalid_since), at
  from read_rejections(refusals)
  group by device_id, activity_kit_id, fingerprint
  order by device_id, activity_kit_id, fingerprint
  on conflict (device_id, activity_kit_id, fingerprint) do update set
    invalid_since = greatest(held_rejections.invalid_since, excluded.invalid_since),
    verdict = null
$$;

-- Closes the guard and lets go of what it held; answers how many rejections that are. The guard's row
-- comes first: whoever has just held some has committed them then, and none is left behind.
create or replace function release_rejections(decision text) returns bigint
  language plpgsql volatile
as $$
declare
  released bigint;
begin
  update rejection_guard set tripped_at = null, dropped = 0, window_started_at = '-infinity';
  update held_rejections set verdict = decision where verdict is null;
  get diagnostics released = row_count;
  return released;
end
$$;

-- Works off so many released rejections, those first that were held first; answers how many there
-- were. Where an operator has decided to keep a token, it was never invalid.
create or replace function judge_released_rejections(at timestamptz, size bigint) returns bigint
  language plpgsql volatile
as $$
declare
  refusals jsonb;
begin
  with next as (
    delete from held_rejections where id in (
      select id from held_rejections
      where verdict is not null
      order by id
      limit size
      for update skip locked)
    returning *
  )
  select jsonb_agg(jsonb_build_object(
      'deviceId', device_id,
      'activityKitId', activity_kit_id,
      'fingerprint', fingerprint,
      'invalidSince', case verdict when 'judge' then invalid_since else '-infinity' end))
    into refusals
    from next;
  return coalesce(cardinality(drop_refused_tokens(refusals, at)), 0);
end
$$;

-- How many devices there are; an estimate where counting them takes long.
create or replace function device_count() returns double precision
  language sql stable
  return (
    select case when reltuples >= 10000 then reltuples
        else (select count(*) from devices) end
      from pg_class where oid = 'devices'::regclass);
