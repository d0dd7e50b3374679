-- Forgetting devices and users. Locks are taken in one order: users, start tokens, devices.

create or replace function marker_key(kind text, id text) returns bytea
  language sql immutable
  return sha256(convert_to(kind || ':' || id, 'UTF8'));

-- Erases devices with all that belongs to them, locked by the caller. Each row says its last state,
-- without any token, and then its tombstone: whoever reads either lets go of it.
create or replace function erase_devices(ids text[], at timestamptz) returns void
  language plpgsql volatile
as $$
begin
  with forgotten as (
    update devices set start_tokens = '{}', version = nextval('row_versions')
    where device_id = any(ids)
    returning new as after
  ), ended as (
    update activity_instances as instance set state = 'ended', version = nextval('row_versions'),
      update_token = null, update_token_registered_at = null
    from forgotten
    where instance.device_id = (forgotten.after).device_id
    returning new as after
  ), states as (
    select (after).device_id, device_changed(after, at) as record from forgotten
    union all
    select (after).device_id, activity_changed(after, at) from ended
  )
  insert into outbox (shard, topic, records)
    select outbox_shard(device_id), 'token-events', json_agg(record)
    from states
    group by device_id;

  with deleted as (
    delete from devices where device_id = any(ids)
    returning device_id
  ), keys as (
    select device_id, device_id as key from deleted
    union all
    select device_id, device_id || '/' || activity_kit_id
    from activity_instances join deleted using (device_id)
  )
  insert into outbox (shard, topic, records)
    select outbox_shard(device_id), 'token-events', json_agg(tombstone(key, device_id))
    from keys
    group by device_id;
end
$$;

-- Says that users are erased to those who keep their bookings.
create or replace function announce_erased_users(ids text[], at timestamptz) returns void
  language plpgsql volatile
as $$
begin
  insert into outbox (shard, topic, records)
    select outbox_shard(id), 'token-events',
      json_build_array(user_erased(id, nextval('row_versions'), at))
    from unnest(ids) as id;
  update user_erasures set announced_at = at where user_id = any(ids);
end
$$;

-- Begins to erase one device of a user or, without a device, the user with all devices; answers how
-- many devices that are. From now on nobody has them. Where no card can be on the screen there is
-- nothing to wait for.
create or replace function begin_erasure(
    erased_user text, erased_device text, at timestamptz, deadline timestamptz)
  returns bigint
  language plpgsql volatile
as $$
declare
  leaving text[];
  at_once text[];
begin
  if erased_device is null then
    perform pg_advisory_xact_lock(hashtextextended('user:' || erased_user, 0));
    insert into erasure_markers (key_hash, erased_at, logins_before)
      values (marker_key('user', erased_user), at, clock_timestamp())
      on conflict (key_hash) do update
        set erased_at = excluded.erased_at, logins_before = excluded.logins_before;
  end if;
  perform from devices
    where user_id = erased_user and device_id = coalesce(erased_device, device_id)
    order by device_id
    for update;
  with changed as (
    update devices set user_id = '', ownership = ownership + 1, start_tokens = '{}',
      version = nextval('row_versions'), erase_at = deadline
    where user_id = erased_user and device_id = coalesce(erased_device, device_id)
    returning new as after
  ), announced as (
    insert into outbox (shard, topic, records)
    select outbox_shard((after).device_id), 'token-events',
      json_build_array(device_changed(after, at))
    from changed
  ), marked as (
    insert into erasure_markers (key_hash, sequence, erased_at, logins_before)
    select marker_key('device', (after).device_id), (after).sequence, at, clock_timestamp()
    from changed
    order by 1
    on conflict (key_hash) do update
      set sequence = excluded.sequence, erased_at = excluded.erased_at
  ), revoked as (
    delete from device_credentials using changed where device_id = (after).device_id
  )
  select coalesce(array_agg((after).device_id), '{}') into leaving from changed;

  at_once := array(
    select id from unnest(leaving) as id
    where not exists (
      select from activity_instances
      where device_id = id and state in ('active', 'stale') and update_token is not null));
  perform erase_devices(at_once, at);

  if erased_device is null then
    insert into user_erasures (user_id, erase_at) values (erased_user, deadline)
      on conflict (user_id) do update set erase_at = excluded.erase_at, announced_at = null
        where user_erasures.announced_at is not null or cardinality(leaving) > 0;
    if found and cardinality(at_once) = cardinality(leaving) then
      perform announce_erased_users(array[erased_user], at);
    end if;
  end if;
  return cardinality(leaving);
end
$$;

-- Goes on with what is due, a part of it at a time; answers how much that was.
create or replace function continue_erasures(
    at timestamptz, announced_before timestamptz, marked_before timestamptz)
  returns bigint
  language plpgsql volatile
as $$
declare
  part constant integer := 100;
  devices_due text[];
  users_due text[];
  forgotten bigint;
begin
  select coalesce(array_agg(device_id), '{}') into devices_due from (
    select device_id from devices
      where erase_at <= at
      order by device_id
      limit part
      for update skip locked) as due;
  perform erase_devices(devices_due, at);

  select coalesce(array_agg(user_id), '{}') into users_due from (
    select user_id from user_erasures
      where announced_at is null and erase_at <= at
      order by user_id
      limit part
      for update skip locked) as due;
  perform announce_erased_users(users_due, at);

  with gone as (
    delete from user_erasures where user_id in (
      select user_id from user_erasures
        where announced_at <= announced_before
        order by user_id
        limit part
        for update skip locked)
    returning user_id
  ), announced as (
    insert into outbox (shard, topic, records)
    select outbox_shard(user_id), 'token-events', json_build_array(tombstone(user_id, null))
    from gone
  )
  select count(*) into forgotten from gone;

  delete from erasure_markers where erased_at < marked_before;
  return cardinality(devices_due) + cardinality(users_due) + forgotten;
end
$$;

-- Opens a sign-in: claims its start tokens, and refuses it where the user or the device was erased
-- after the login was issued or the report was made. A device that is being erased is done with at
-- once: its next user begins with nothing.
create or replace function open_sign_in(
    claimant text, signing_in text, login_issued_at timestamptz, reported jsonb,
    sequence bigint, observed_at timestamptz, received_at timestamptz,
    out owner text, out claimed jsonb, out contested boolean, out erased boolean)
  language plpgsql volatile
as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('user:' || signing_in, 0));
  select claim.owner, claim.claimed, claim.contested into owner, claimed, contested
    from claim_start_tokens(jsonb_build_array(jsonb_build_object(
      'device', claimant, 'tokens', reported, 'observedAt', observed_at))) as claim;
  erased := exists (
      select from erasure_markers
      -- A login says in whole seconds when it was issued.
      where key_hash = marker_key('user', signing_in)
        and login_issued_at < date_trunc('second', logins_before))
    or exists (
      select from erasure_markers as marker
      where key_hash = marker_key('device', claimant)
        and not is_newer(open_sign_in.sequence, open_sign_in.observed_at,
          marker.sequence, marker.erased_at));
  if owner = '' and not erased then
    perform erase_devices(array[claimant], received_at);
  end if;
end
$$;
