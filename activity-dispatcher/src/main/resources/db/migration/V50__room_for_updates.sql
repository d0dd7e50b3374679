-- Room on each page for the next version of a row, so that an update need not touch the indexes.
alter table bookings set (fillfactor = 75);
alter table devices set (fillfactor = 85);
alter table instances set (fillfactor = 85);
