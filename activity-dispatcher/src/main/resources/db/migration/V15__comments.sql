-- What every column means, so that the schema can be read by itself.
do $$
declare
  facet record;
begin
  for facet in
    select c.table_name, c.column_name, coalesce(v.facet, c.column_name) as facet, v.facet is not null as is_version
    from information_schema.columns c
    left join lateral (select regexp_replace(c.column_name, '_version$', '') as facet where c.column_name like '%\_version') v on true
    where c.table_schema = current_schema() and c.table_name in ('shows', 'bookings')
      and c.column_name not in ('id', 'ref', 'show_id', 'app', 'original')
  loop
    execute format('comment on column %I.%I is %L', facet.table_name, facet.column_name,
      case when facet.is_version
        then 'Key of the event that said ' || facet.facet || ': time, sequence, id, bytewise comparable; empty if none did.'
        else 'The facet ' || facet.facet || ' as its newest event said it; null where none did or where it was withdrawn.' end);
  end loop;
end $$;

comment on table shows is 'What many bookings share: a performance, a match, a departure.';
comment on table bookings is 'What one person bought. A row may be there before its confirmation.';
comment on table devices is 'Installs of apps as the registry knows them, with their push-to-start tokens.';
comment on column users.ref is 'The user''s id upstream.';
comment on column shows.id is 'Used inside only.';
comment on column shows.ref is 'The show''s id upstream.';
comment on column bookings.id is 'Used inside only.';
comment on column bookings.ref is 'The booking''s id upstream.';
comment on column bookings.app is 'Bundle id of the app whose cards the booking has, of its details; what devices are joined on.';
comment on column devices.id is 'Used inside only.';
comment on column devices.ref is 'The id that the app minted.';
comment on column devices.ownership is 'Counts the device''s changes of user; an event with a lower one is ignored.';
comment on column devices.owner is 'Who is signed in; empty for nobody, null while only an instance of the device is known.';
comment on column devices.app is 'Bundle id.';
comment on column devices.environment is 'production or sandbox: which APNs the tokens are for.';
comment on column devices.activities_enabled is 'Whether the user lets the app show Live Activities.';
comment on column devices.start_tokens is 'Push-to-start tokens by attributes type, each with the time of its registration.';
comment on column instances.id is 'Used inside only; grows with the age of the report.';
comment on column instances.device_id is 'The device that reported it.';
comment on column instances.activity_kit_id is 'ActivityKit''s own id.';
comment on column instances.booking_ref is 'The booking that its attributes name, by the id upstream.';
comment on column instances.version is 'The registry''s version of the row; lower ones are ignored.';
comment on column instances.ownership is 'As that of the device.';
comment on column instances.state is 'What the app reported last.';
comment on column instances.update_token is 'The token that updates and ends the card; null until it is handed over, and after it was dropped.';
comment on column instances.update_token_registered_at is 'When the registry received the token.';
comment on column activities.id is 'Used inside, and as the key of outcomes.';
comment on column activities.booking_id is 'The booking. No foreign key: it would cost a look per insert, and rows are only deleted together.';
comment on column activities.device_id is 'The device. No foreign key, as for the booking.';
comment on column activities.lane is 'App and environment, as lanes.name.';
comment on column activities.claims is 'Counts claims.';
comment on column activities.unsettled_claims is 'Claims in a row that nobody settled.';
comment on column activities.failures is 'Pushes in a row that were not accepted.';
comment on column activities.last_push_at is 'When the last push was claimed.';
comment on column activities.accepted_marks is 'What the alerts of the last accepted push had told, one word per kind of change.';
comment on column activities.start_at is 'When the newest start was claimed; null before the first.';
comment on column activities.start_answer is 'What is known of the newest start.';
comment on column activities.start_count is 'How many starts of the card APNs accepted or may have accepted.';
comment on column activities.ended_at is 'When the last card was ended by us; null before the first.';
comment on column activities.ended_kit_id is 'Which card that was; null where it was never reported.';
comment on column activities.start_token_rejected is 'Fingerprint of the push-to-start token that APNs refused last.';
comment on column activities.start_token_rejected_since is 'Since when it is invalid, by Apple''s clock or by the claim.';
comment on column activities.update_token_rejected is 'Fingerprint of the update token that APNs refused last.';
comment on column activities.update_token_rejected_since is 'Since when it is invalid, by Apple''s clock or by the claim.';
comment on column fanouts.id is 'The order in which they are drained.';
comment on column fanouts.show_id is 'The show that changed.';
comment on column fanouts.booking_cursor is 'The last booking whose activities were marked due.';
