-- Room on each page for the next version of a row, so that an update need not touch the indexes.
alter table bookings set (fillfactor = 75);
alter table devices set (fillfactor = 85);
alter table instances set (fillfactor = 85);

-- Every event leaves two versions of an activity behind: vacuum by count, before they are a fifth of a large table.
alter table activities set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000);
