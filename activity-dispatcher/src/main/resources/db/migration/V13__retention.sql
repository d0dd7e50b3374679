-- What retention looks for among many. The predicates change once in a booking's life.
create index bookings_unconfirmed on bookings (id) where details_version = '';
create index shows_unconfirmed on shows (id) where original_version = '';
