-- The table of dev.marquee.outbox, the same in every service: add "classpath:db/outbox" to the
-- locations of Flyway. A repeatable migration has no version that could clash with the service's
-- own; it runs again whenever this file changes, so each statement must bear being repeated.

create table if not exists outbox (
    id         bigint generated always as identity primary key,
    shard      smallint    not null check (shard between 0 and 15),
    topic      text        not null,
    records    json        not null,
    created_at timestamptz not null default clock_timestamp()
);

-- The relay reads shard by shard, oldest first.
create index if not exists outbox_by_shard on outbox (shard, id);

-- Every row is deleted soon after it was written: vacuum by count, not by share of a table that is
-- nearly always empty.
alter table outbox set (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 50000
);

-- A row is read once, soon: packing it costs more than the room that it saves.
alter table outbox alter column records set storage external;

comment on table outbox is 'Records for Kafka, written with the change that they report, deleted once every one is acknowledged.';
comment on column outbox.id is 'Order within the shard. Writers of one ordering key are serialised by a row lock that they take before they insert here, so that ids follow commits.';
comment on column outbox.shard is 'Hash of the ordering key: one relay at a time sends a shard.';
comment on column outbox.records is 'Array of {"key", "partitionKey"?, "headers", "value" | "valueBase64" | neither for a tombstone}.';
