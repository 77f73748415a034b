-- Who changed what: two rows for each command or request, when it began to write and when it ended.
-- Append-only to the application; nothing in mailctl changes or deletes a row.
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  -- Ties the end to the beginning.
  run uuid not null,
  stage text not null check (stage in ('begun', 'ended')),
  -- The user of the operating system, or the name of the token.
  actor text not null,
  host text not null,
  action text not null,
  -- As typed, without secrets.
  arguments text not null default '',
  exit_code integer,
  -- What it said that it changed.
  changes text not null default '',
  unique (run, stage),
  constraint ended_somehow check ((stage = 'ended') = (exit_code is not null))
);
create index audit_entry_at on audit_entry (at);

-- Who may ask the admin listener for what. The token itself is kept nowhere.
create table api_token (
  id bigint generated always as identity primary key,
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  scope text not null check (scope in ('read', 'write')),
  hash bytea not null unique check (octet_length(hash) = 32),
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  constraint revoked_by_someone check ((revoked_at is null) = (revoked_by is null))
);
-- A name is free again once its token is revoked.
create unique index api_token_name on api_token (name) where revoked_at is null;

-- Months of the history are made and dropped by whoever owns the tables, also when the application
-- that asks for it does not.
do $$
begin
  execute format(
    'alter function ensure_provider_event_partition(date) security definer set search_path = %I, pg_temp',
    current_schema());
  execute format(
    'alter function drop_provider_event_partition(text, integer) security definer set search_path = %I, pg_temp',
    current_schema());
end
$$;
