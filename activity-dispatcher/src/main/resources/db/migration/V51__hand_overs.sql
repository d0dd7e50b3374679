-- What hand-overs claimed. Such a claim leaves due_at where it is, so that neither it nor its settle touches an index.
-- Should its holder die, this is where its activities are found again.
create table hand_overs (
  lease_until timestamptz not null,
  activity_ids bigint[] not null
);
comment on table hand_overs is 'Activities that a hand-over claimed, one row for each; gone once the leases are over and what nobody settled is due again.';
comment on column hand_overs.lease_until is 'Until when these claims hold their rows, by the clock of the database.';
create index hand_overs_over on hand_overs (lease_until);
comment on column activities.due_at is 'When to look at the activity next; null for never. What a hand-over has claimed is not due.';
