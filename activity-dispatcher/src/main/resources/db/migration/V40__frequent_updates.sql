-- Until the registry speaks of a device again, it has the smaller budget.
alter table devices add column frequent_updates_enabled boolean not null default false;
comment on column devices.frequent_updates_enabled is 'Whether iOS grants the app a larger budget of updates with priority 10.';
