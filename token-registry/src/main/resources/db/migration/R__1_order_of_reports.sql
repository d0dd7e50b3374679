-- What a report may change. These rules are functions of the database because they hold only under
-- the lock of the row that they judge.

-- A time as the events and the stored tokens write it: UTC, to the millisecond.
create or replace function iso_time(at timestamptz) returns text
  language sql stable
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- What the dispatcher names a token by; as PushToken.fingerprint of event-contracts.
create or replace function token_fingerprint(token text) returns text
  language sql immutable
  return encode(sha256(convert_to(token, 'UTF8')), 'hex');

-- Whether a report comes after the one that is held. The install's own count decides. Where one of
-- the two has none, the observed time does (it never lies after the receipt); at the same time the
-- report that was received later wins.
create or replace function is_newer(
    sequence bigint, observed_at timestamptz, held_sequence bigint, held_observed_at timestamptz)
  returns boolean
  language sql immutable
  return case
    when sequence is not null and held_sequence is not null then sequence > held_sequence
    else observed_at >= held_observed_at
  end;

-- The held start tokens, with those of a report ({type: hex, or null to withdraw it}) where the
-- report is newer. Types that the report does not name stay as they are.
create or replace function merge_start_tokens(
    held jsonb, reported jsonb, sequence bigint, observed_at timestamptz, received_at timestamptz)
  returns jsonb
  language sql stable
  return held || coalesce(
    (select jsonb_object_agg(fresh.type, jsonb_build_object(
        'token', fresh.token,
        'registeredAt', iso_time(received_at),
        'sequence', coalesce(merge_start_tokens.sequence, old.sequence),
        'observedAt', iso_time(merge_start_tokens.observed_at)))
      from jsonb_each_text(reported) as fresh (type, token)
      cross join lateral (
        select cast(held -> fresh.type ->> 'sequence' as bigint) as sequence,
          cast(held -> fresh.type ->> 'observedAt' as timestamptz) as observed_at) as old
      where old.observed_at is null
        or is_newer(
          merge_start_tokens.sequence, merge_start_tokens.observed_at,
          old.sequence, old.observed_at)),
    '{}');

-- Whether a token is one that APNs refused, {fingerprint: since when it is invalid}, and was not
-- registered after that.
create or replace function is_refused(token text, registered_at timestamptz, refused jsonb)
  returns boolean
  language sql stable
  return coalesce(
    registered_at <= cast(refused ->> token_fingerprint(token) as timestamptz),
    false);

-- The held start tokens without those that APNs refused. Two types may hold the same token. A lost
-- one is asked for at the next launch; one that the app withdrew is not.
drop function if exists drop_start_token(jsonb, text, timestamptz);
create or replace function drop_start_tokens(held jsonb, refused jsonb) returns jsonb
  language sql stable
  return held || coalesce(
    (select jsonb_object_agg(lost.type, lost.entry || '{"token": null, "lost": true}')
      from jsonb_each(held) as lost (type, entry)
      where is_refused(
        lost.entry ->> 'token', cast(lost.entry ->> 'registeredAt' as timestamptz), refused)),
    '{}');
