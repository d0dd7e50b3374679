-- The registry's truth; PostgreSQL 18 or newer. Each row carries all that its event on token-events says, so that one
-- statement can change the row under its lock and write the event beside it.

-- Versions of rows. One sequence for all of them, so that a row that is deleted and made anew
-- still goes on above the version that consumers have seen.
create sequence row_versions;

-- One install of one app.
create table devices (
  device_id                text primary key,
  user_id                  text not null,
  -- Counts the users that this install has had, from 1.
  ownership                bigint not null,
  version                  bigint not null,

  app                      text not null,
  environment              text not null check (environment in ('production', 'sandbox')),
  os_version               text,
  app_version              text,
  locale                   text,
  time_zone                text,
  activities_enabled       boolean not null,
  frequent_updates_enabled boolean not null,

  -- Push-to-start tokens by attributes type:
  --   {"TicketAttributes": {"token": hex or null, "registeredAt": time of receipt,
  --                         "sequence": number or null, "observedAt": time}}
  -- A null token was withdrawn or dropped: it keeps its place in the order of reports, so that an
  -- older report cannot bring it back. They live in the row, not beside it, because the row's lock
  -- is what makes a change and the whole state that it leads to one.
  start_tokens             jsonb not null,

  -- The place of the newest report of the facts in the order of reports; see is_newer.
  sequence                 bigint,
  observed_at              timestamptz not null,
  last_seen_at             timestamptz not null
) with (fillfactor = 80);

create index devices_of_user on devices (user_id);

-- One Live Activity that runs or ran on a device, by ActivityKit's own id.
create table activity_instances (
  device_id                  text not null references devices on delete cascade,
  activity_kit_id            text not null,
  booking_id                 text not null,
  attributes_type            text,
  state                      text not null check (state in ('active', 'stale', 'ended', 'dismissed')),
  -- Of the user that reported it, or of the one whose sign-in withdrew it.
  ownership                  bigint not null,
  version                    bigint not null,

  update_token               text,
  update_token_registered_at timestamptz,

  sequence                   bigint,
  observed_at                timestamptz not null,
  primary key (device_id, activity_kit_id),
  check ((update_token is null) = (update_token_registered_at is null))
) with (fillfactor = 80);

-- What an app woken in the background proves itself with. Only the hash is kept.
create table device_credentials (
  -- SHA-256 of the credential, which is random enough to need no salt.
  credential_hash bytea primary key,
  device_id       text not null references devices on delete cascade,
  -- Valid only while the device's own number is the same.
  ownership       bigint not null,
  issued_at       timestamptz not null default now(),
  -- Null until the app has shown that the answer reached it; then the older ones are deleted.
  used_at         timestamptz
);

create index device_credentials_of_device on device_credentials (device_id);
