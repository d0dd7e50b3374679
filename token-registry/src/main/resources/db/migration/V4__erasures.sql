-- Erasure ends what is on the screens first, then forgets. All of its states are rows, so that
-- whichever replica is alive when a deadline passes goes on with it.

-- A device that is being erased belongs to nobody ('') until its time has come: consumers hear of
-- that and end its cards, while the tokens to end them with are still known.
alter table devices
  -- In business time.
  add column erase_at timestamptz,
  add constraint nobody_has_a_device_that_leaves check ((erase_at is not null) = (user_id = ''));

create index devices_to_erase on devices (erase_at) where erase_at is not null;

-- Users who asked to be forgotten, until the topic has forgotten them too.
create table user_erasures (
  user_id      text primary key,
  -- When user.erased goes out, in business time: not before the cards of the user's devices ended.
  erase_at     timestamptz not null,
  -- When it went out; its tombstone follows after the retention.
  announced_at timestamptz
);

-- What refuses reports and sign-ins from before an erasure that come in after it. The ids themselves
-- are not kept.
create table erasure_markers (
  -- SHA-256 of 'user:' or 'device:' and the id.
  key_hash      bytea primary key,
  -- The erasure's place in the order of a device's reports; see is_newer.
  sequence      bigint,
  erased_at     timestamptz not null,
  -- Logins of a user that were issued before this, by the machine's clock, sign nobody in.
  logins_before timestamptz not null
);

create index erasure_markers_by_age on erasure_markers (erased_at);
