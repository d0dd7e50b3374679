-- Operators hold back everything, an app, an activity type, a show or a booking.
create table pauses (
  id bigint generated always as identity primary key,
  scope text not null,
  reason text not null,
  paused_by text not null,
  paused_at timestamptz not null,
  until timestamptz,
  lifted_by text,
  lifted_at timestamptz,
  released_until timestamptz,
  released boolean not null default false
);
comment on table pauses is 'What operators hold back, and held back: rows stay, as the record of who did what and why.';
comment on column pauses.until is 'When the pause lifts by itself, business time; null for never.';
comment on column pauses.released_until is 'Up to when what was held has been spread over time.';
comment on column pauses.released is 'Whether nothing is held by the pause any more.';
create unique index pauses_in_force on pauses (scope) where lifted_at is null;
create index pauses_to_release on pauses (id) where lifted_at is not null and not released;

alter table activities add column held_by bigint;
comment on column activities.held_by is 'The pause that holds the activity back: it is not due then, and no claim looks at it.';
create index activities_held on activities (held_by, id) where held_by is not null;
