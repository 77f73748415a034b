-- The inbox: webhook posts as received, byte for byte.
create table webhook_post (
  id bigint generated always as identity primary key,
  received_at timestamptz not null,
  body bytea not null,
  headers jsonb not null default '{}',
  -- signed | token (shown by an OAuth token alone) | unverified (checking was switched off)
  -- | local (simulated or replayed from a file) | backfill (asked for, as the webhook did not tell us)
  origin text not null check (origin in ('signed', 'token', 'unverified', 'local', 'backfill')),
  state text not null default 'received' check (
    state in ('received', 'processed', 'parked', 'discarded')),
  parked_reason text,
  processed_at timestamptz,
  -- Failures so far, and when to try again; null: at once.
  tries integer not null default 0,
  next_try_at timestamptz,
  events integer,
  -- Given up by a person; the bytes stay until they are pruned.
  discarded_at timestamptz,
  discarded_by text,
  discard_reason text,
  constraint parked_for_a_reason check (
    (state in ('parked', 'discarded')) = (parked_reason is not null)),
  constraint discarded_by_someone_for_a_reason check (
    num_nonnulls(discarded_at, discarded_by, discard_reason)
    = case state when 'discarded' then 3 else 0 end)
);
-- Compressing a large post costs more than it saves.
alter table webhook_post alter column body set storage external;
create index webhook_post_waiting on webhook_post (id) where state = 'received';
create index webhook_post_parked on webhook_post (id) where state in ('parked', 'discarded');
create index webhook_post_received_at on webhook_post (received_at);

-- Append-only history of what the provider said about our deliveries, by month of event time.
create table provider_event (
  occurred_at timestamptz not null,
  -- Same event, same fingerprint, even when SendGrid changes or leaves out sg_event_id.
  fingerprint uuid not null,
  type text not null,
  delivery_id bigint,
  attempt_id bigint,
  email text not null,
  class text,
  reason text,
  smtp_status text,
  url text,
  user_agent text,
  ip text,
  machine boolean,
  asm_group_id bigint,
  sg_event_id text,
  sg_message_id text,
  webhook_post_id bigint,
  received_at timestamptz not null,
  unique (occurred_at, fingerprint)
) partition by range (occurred_at);
create index provider_event_delivery on provider_event (delivery_id, occurred_at);
-- Takes absurd times and months that nobody has prepared.
create table provider_event_default partition of provider_event default;

-- Prepares the partition of a month, unless events of that month already went to the default one.
create function ensure_provider_event_partition(month date) returns void language plpgsql as $$
declare
  first_day date := date_trunc('month', month)::date;
  name text := 'provider_event_' || to_char(first_day, 'YYYY_MM');
begin
  if to_regclass(name) is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtext('mailctl.provider_event'));
  -- Not to_regclass again: within a transaction it may remember that the name was free.
  if exists (
    select from pg_class partition join pg_class parent using (relnamespace)
    where parent.oid = 'provider_event'::regclass and partition.relname = name) then
    return;
  end if;
  if exists (
    select from provider_event_default
    where occurred_at >= first_day::timestamp at time zone 'UTC'
      and occurred_at < (first_day + interval '1 month')::timestamp at time zone 'UTC') then
    return;
  end if;
  execute format(
    'create table %I partition of provider_event for values from (%L) to (%L)',
    name,
    first_day::timestamp at time zone 'UTC',
    (first_day + interval '1 month')::timestamp at time zone 'UTC');
end
$$;
select ensure_provider_event_partition((now() + n * interval '1 month')::date)
from generate_series(-1, 2) as n;

-- Elements of posts that could not be applied: kept, visible, and tried again where that can help.
create table parked_event (
  id bigint generated always as identity primary key,
  webhook_post_id bigint not null references webhook_post,
  element integer not null check (element >= 0),
  reason text not null check (
    reason in (
      'malformed', 'unmatched', 'address_mismatch', 'unknown_delivery', 'older_than_retention',
      'refused')),
  detail text not null default '',
  -- The element's own bytes.
  body bytea not null,
  parked_at timestamptz not null,
  tries integer not null default 0,
  -- When to look for its delivery again; null when time will not mend it.
  next_match_at timestamptz,
  -- Given up by a person: no longer parked, and not to be applied when its post is processed again.
  discarded_at timestamptz,
  discarded_by text,
  discard_reason text,
  unique (webhook_post_id, element),
  constraint discarded_by_someone_for_a_reason check (
    num_nonnulls(discarded_at, discarded_by, discard_reason) in (0, 3)),
  constraint discarded_is_not_due check (discarded_at is null or next_match_at is null)
);
create index parked_event_open on parked_event (id) where discarded_at is null;
create index parked_event_due on parked_event (next_match_at) where next_match_at is not null;

-- Events counted and ignored, with the reason, by day.
create table ignored_event (
  day date not null,
  reason text not null check (reason in ('other_installation', 'not_about_a_message')),
  events bigint not null,
  primary key (day, reason)
);
