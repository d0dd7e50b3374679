-- History in partitions of one day each: retention drops a day in one statement, without a trace in the others.
-- The service makes the days ahead and drops the old ones; what no day was made for stays in the default partition.

alter table history rename to history_in_one;

create table history (
  activity_id bigint not null,
  aps_timestamp bigint not null,
  at timestamptz not null,
  event text not null,
  caused_by text,
  result text not null,
  alert text,
  reason text,
  answer text,
  primary key (activity_id, aps_timestamp, at)
) partition by range (at);

create table history_default partition of history default;

insert into history (activity_id, aps_timestamp, at, event, result, alert, reason, answer)
select activity_id, aps_timestamp, at, event, result, alert, reason, answer from history_in_one;

drop table history_in_one;

comment on table history is 'One row per settled push: what was sent, why, and what APNs answered. By day, in UTC.';
comment on table history_default is 'Pushes of days that no partition was made for.';
comment on column history.activity_id is 'The activity, which may be gone: the day goes when the last activity of it is.';
comment on column history.aps_timestamp is 'The push''s aps.timestamp, Unix seconds; with the activity it names the push.';
comment on column history.at is 'When APNs answered, business time.';
comment on column history.event is 'start, update or end.';
comment on column history.caused_by is 'Id of the newest event whose facts the push carried.';
comment on column history.result is 'accepted, rejected, unknown or abandoned.';
comment on column history.alert is 'What the alert said; null for a silent push.';
comment on column history.reason is 'Why the core sent it.';
comment on column history.answer is 'What APNs said; null where it accepted.';
