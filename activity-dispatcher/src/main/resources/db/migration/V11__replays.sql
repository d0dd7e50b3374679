-- Dead letters stay listed when they have been replayed, with who did it.
alter table dead_letters add column replayed_at timestamptz, add column replayed_by text;
comment on column dead_letters.replayed_at is 'When an operator sent the activity through the core again, business time; null while it is given up.';
create index dead_letters_at on dead_letters (at);
create index dead_letters_open on dead_letters (activity_id) where replayed_at is null;
