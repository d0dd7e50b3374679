-- The dispatcher's view of shows, bookings, devices and activities.
--
-- Every column has one writer. Ingest writes facts and counts `activities.changes`; claim and settle write
-- the push facts of `activities` and `devices.start_spendings`. What an activity's state is, is derived from both by the
-- core and never stored.
--
-- A facet is a pair of columns: its value, and `…_version`, the key of the event that said it (time, sequence,
-- event id). Keys compare byte by byte, hence collate "C"; '' means that no event spoke.
-- Times without another word are business time.

create table users (
  ref text primary key
);
comment on table users is 'Users whose bookings or devices are known; ingest locks their rows so that a device and a booking that arrive side by side meet.';

create table shows (
  id bigint generated always as identity primary key,
  ref text not null unique,
  original json,
  original_version text collate "C" not null default '',
  place json,
  place_version text collate "C" not null default '',
  times json,
  times_version text collate "C" not null default '',
  message text,
  message_version text collate "C" not null default '',
  reminder text,
  reminder_version text collate "C" not null default '',
  ended boolean,
  ended_version text collate "C" not null default ''
);
comment on column shows.original is 'The show as its earliest confirmed booking described it. Later confirmations change nothing.';

create table bookings (
  id bigint generated always as identity primary key,
  ref text not null unique,
  show_id bigint,
  app text,
  details json,
  details_version text collate "C" not null default '',
  owner text,
  owner_version text collate "C" not null default '',
  seat text,
  seat_version text collate "C" not null default '',
  place json,
  place_version text collate "C" not null default '',
  times json,
  times_version text collate "C" not null default '',
  message text,
  message_version text collate "C" not null default '',
  reminder text,
  reminder_version text collate "C" not null default '',
  cancelled boolean,
  cancelled_version text collate "C" not null default ''
);
comment on column bookings.show_id is 'The show that the details name; null while only changes are known.';
create index bookings_of_owner on bookings (owner);
create index bookings_of_show on bookings (show_id, id);

create table devices (
  id bigint generated always as identity primary key,
  ref text not null unique,
  version bigint not null default -1,
  ownership bigint not null default -1,
  owner text,
  app text,
  environment text,
  activities_enabled boolean not null default true,
  start_tokens json,
  start_spendings bigint[] not null default '{}'
);
comment on column devices.version is 'The registry''s version of the row; -1 while only an instance of the device is known.';
comment on column devices.start_spendings is 'When starts were claimed for the device lately, Unix seconds; the start budget.';
create index devices_of_owner on devices (owner);

create table instances (
  id bigint generated always as identity primary key,
  device_id bigint not null,
  activity_kit_id text not null,
  booking_ref text not null,
  version bigint not null,
  ownership bigint not null,
  state text not null check (state in ('active', 'stale', 'ended', 'dismissed')),
  update_token text,
  update_token_registered_at timestamptz,
  unique (device_id, activity_kit_id)
);
comment on table instances is 'Live Activities as their apps reported them. An instance may be known before its booking.';
create index instances_of_booking on instances (device_id, booking_ref);

create table lanes (
  name text primary key,
  app text not null,
  environment text not null,
  closed_until timestamptz,
  reason text
);
comment on table lanes is 'What shares credentials: app and environment. Claims name the open ones, so rows of a closed lane are never scanned.';

create table activities (
  id bigint generated always as identity primary key,
  booking_id bigint not null,
  device_id bigint not null,
  lane text not null,
  -- written by ingest
  changes bigint not null default 0,
  -- written by ingest, claim and settle: moved to now by the first, moved on by the last
  due_at timestamptz,
  -- push facts, written by claim and settle
  not_before timestamptz not null default '-infinity',
  lease_until timestamptz,
  claims bigint not null default 0,
  unsettled_claims integer not null default 0,
  aps_timestamp bigint not null default 0,
  open_claim bigint,
  failures integer not null default 0,
  last_push_at timestamptz,
  accepted_hash text,
  accepted_marks integer[],
  start_at timestamptz,
  start_answer text check (start_answer in ('claimed', 'accepted', 'unknown', 'refused')),
  start_count integer not null default 0,
  ended_at timestamptz,
  ended_kit_id text,
  start_token_rejected text,
  start_token_rejected_since timestamptz,
  update_token_rejected text,
  update_token_rejected_since timestamptz,
  unique (booking_id, device_id)
) with (fillfactor = 70);
comment on table activities is 'One booking on one device: the unit of state, order and delivery.';
comment on column activities.changes is 'Counts facts that touched the activity; settle moves due_at only if it still is what the claim saw.';
comment on column activities.due_at is 'When to look at the activity next; null for never.';
comment on column activities.not_before is 'Back-off; nothing shortens it but its passing.';
comment on column activities.lease_until is 'Until when a claim holds the row, by the clock of the database.';
comment on column activities.aps_timestamp is 'The last allocated aps.timestamp, Unix seconds; grows by every claim. Together with id the fencing token.';
comment on column activities.open_claim is 'aps_timestamp of the claim that nobody settled yet; a later claim that finds one knows that an answer was lost.';
comment on column activities.accepted_hash is 'Hash of the content state that APNs accepted last; null if none was or if an answer was lost.';
create index activities_of_device on activities (device_id);
create index activities_due on activities (lane, due_at) where due_at is not null;

create table fanouts (
  id bigint generated always as identity primary key,
  show_id bigint not null,
  booking_cursor bigint not null default 0
);
comment on table fanouts is 'Changes of whole shows that have not reached all activities yet; drained in chunks by booking id.';

create table history (
  activity_id bigint not null,
  aps_timestamp bigint not null,
  at timestamptz not null,
  event text not null,
  result text not null,
  alert text,
  reason text,
  answer text,
  primary key (activity_id, aps_timestamp)
);
comment on table history is 'One row per settled push: what was sent, why, and what APNs answered.';

create table dead_letters (
  id bigint generated always as identity primary key,
  activity_id bigint not null,
  at timestamptz not null,
  reason text not null,
  attempts integer not null
);
comment on table dead_letters is 'Activities that were given up until a new fact about them arrives.';
