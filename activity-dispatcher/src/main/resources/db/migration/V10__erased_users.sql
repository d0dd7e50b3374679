-- Users who were erased, so that an event of theirs that is replayed or late brings nothing back.
create table erased_users (
  user_hash bytea primary key,
  erased_before text collate "C" not null
);
comment on column erased_users.user_hash is 'SHA-256 of the user''s id.';
comment on column erased_users.erased_before is 'Compares with the keys of facet versions: a booking whose owner was said before this is not taken in. A user who comes back has later ones.';
