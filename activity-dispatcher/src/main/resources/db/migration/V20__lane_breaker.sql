-- A lane closes for a cause, is tried by one probe, and takes up speed when it opens again.
alter table lanes
  add column cause text check (cause in ('credentials', 'outage')),
  add column opened_at timestamptz,
  add column next_turn_at timestamptz not null default '-infinity';
comment on column lanes.closed_until is 'Nothing is claimed before, and one probe after; null while the lane is open.';
comment on column lanes.cause is 'Why the lane is closed; a person has to mend credentials.';
comment on column lanes.opened_at is 'When the lane opened last; for 40 seconds of business time after that it takes turns.';
comment on column lanes.next_turn_at is 'No claim of the lane before, while it is probed or takes turns.';
