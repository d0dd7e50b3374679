-- A spike of rejections is more likely a mistake (a wrong environment, a wrong key, a fault at the
-- other end) than thousands of phones that threw their tokens away in the same minutes. The guard
-- trips, and rejections are held until an operator has looked.
create table rejection_guard (
  only_row          boolean primary key default true check (only_row),
  window_started_at timestamptz not null default '-infinity',
  -- Tokens dropped within the window.
  dropped           bigint not null default 0,
  -- Since when rejections are held; null while they are not. In business time, as the window.
  tripped_at        timestamptz
);

insert into rejection_guard default values;

create table held_rejections (
  id              bigint generated always as identity primary key,
  device_id       text not null,
  -- '' for a start token.
  activity_kit_id text not null,
  fingerprint     text not null,
  invalid_since   timestamptz not null,
  held_at         timestamptz not null,
  -- What the operator decided; null until then.
  verdict         text check (verdict in ('judge', 'keep')),
  -- A report that Kafka repeats is held once.
  unique (device_id, activity_kit_id, fingerprint)
);

create index held_rejections_to_work_off on held_rejections (id) where verdict is not null;
