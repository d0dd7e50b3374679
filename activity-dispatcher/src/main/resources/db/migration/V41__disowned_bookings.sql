-- An erasure takes the owner of a booking at once; the row goes later, unless somebody else got it.
alter table bookings add column disowned_at timestamptz;
comment on column bookings.disowned_at is 'When an erasure last took the booking''s owner, business time; null for never.';
create index bookings_disowned on bookings (disowned_at) where owner is null and disowned_at is not null;
