alter table activities add column urgent_paid_until timestamptz;
comment on column activities.urgent_paid_until is 'When the activity''s budget of updates with priority 10 is unspent again; null for now. Written by settle.';
