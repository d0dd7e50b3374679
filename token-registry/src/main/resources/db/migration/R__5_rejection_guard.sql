-- Counts a token that was dropped, and trips the guard when these are too many of all devices within
-- the span; answers whether it tripped just now.
create or replace function count_dropped_token(
    at timestamptz, span interval, share double precision, least_count bigint)
  returns boolean
  language plpgsql volatile
as $$
declare
  counted bigint;
begin
  update rejection_guard set
    dropped = case when window_started_at + span <= at then 1 else dropped + 1 end,
    window_started_at =
      case when window_started_at + span <= at then at else window_started_at end
  returning dropped into counted;
  if counted < least_count or counted < share * device_count() then
    return false;
  end if;
  update rejection_guard set tripped_at = at where tripped_at is null;
  return found;
end
$$;

-- How many devices there are; an estimate where counting them takes long.
create or replace function device_count() returns double precision
  language sql stable
  return (
    select case when reltuples >= 10000 then reltuples
        else (select count(*) from devices) end
      from pg_class where oid = 'devices'::regclass);
