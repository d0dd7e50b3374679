-- The start tokens that a device holds, as an array of texts. A start token's value belongs to one
-- device at a time; this is how a report finds the device that held it before. Computed by the
-- database from the column that it must agree with.
alter table devices
  add column start_token_values jsonb not null
    generated always as (jsonb_path_query_array(start_tokens, '$.*.token ? (@ != null)')) stored;

-- Without the list of pending entries: each report looks into this index.
create index devices_by_start_token on devices using gin (start_token_values)
  with (fastupdate = off);
