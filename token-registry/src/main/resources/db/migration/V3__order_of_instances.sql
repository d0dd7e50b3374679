-- The order in which the instances of a device became known. Of two that show one booking the app is
-- told to end the earlier one; the dispatcher talks to the later one.
alter table activity_instances
  add column ordinal bigint not null default nextval('row_versions');
