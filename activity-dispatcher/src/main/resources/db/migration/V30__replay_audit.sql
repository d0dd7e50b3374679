-- Who sent given-up activities through the core again: the record, and the limit of its rate.
create table replays (
  id bigint generated always as identity primary key,
  asked_at timestamptz not null,
  asked_by text not null,
  cause text,
  app text,
  since timestamptz,
  until timestamptz,
  found integer not null,
  replayed integer not null,
  skipped integer not null,
  spread_until timestamptz not null
);
comment on table replays is 'Replays of dead letters that were carried out: rows stay, as the record of who did what.';
comment on column replays.id is 'The order in which they were carried out.';
comment on column replays.asked_at is 'When, business time.';
comment on column replays.asked_by is 'The operator.';
comment on column replays.cause is 'The filter: a part of the reason; null for any.';
comment on column replays.app is 'The filter: bundle id; null for any.';
comment on column replays.since is 'The filter: the earliest time of giving up; null for any.';
comment on column replays.until is 'The filter: the latest time of giving up, not included; null for any.';
comment on column replays.found is 'How many given-up activities matched.';
comment on column replays.replayed is 'How many of them became due again.';
comment on column replays.skipped is 'How many of them were left alone.';
comment on column replays.spread_until is 'When the last of them is due, business time; no other replay begins before.';
create index replays_spread on replays (spread_until);
