-- Of two cards of one booking on one device the newer one is talked to, whatever arrived first.
alter table instances add column ordinal bigint not null default 0;
update instances set ordinal = version;
comment on column instances.ordinal is 'The registry''s order in which the instances of a device became known.';
comment on column instances.id is 'Used inside only.';
