-- Where this row is at home: of which server (system_identifier), which database there, and, of the
-- embedded one, which folder. A copy brings the row along and finds itself elsewhere.
alter table installation
  add column database_oid bigint,
  add column place text,
  -- Goes up whenever a process starts to send. Every host remembers the highest that it saw: a
  -- database that is behind it was restored.
  add column epoch bigint not null default 0;
update installation
  set database_oid = (select oid::bigint from pg_database where datname = current_database());
alter table installation alter column database_oid set not null;

-- Ids that this database answered to before it was unfenced. Events of what was sent until then carry
-- them; what the original sends later carries the same id and is not ours.
create table installation_former (
  id text primary key check (id ~ '^[a-z0-9]{8}$'),
  generation integer not null,
  until_at timestamptz not null,
  -- What was found to differ, in words; empty when a person alone said that this is a copy.
  differences text not null,
  decided_by text not null,
  reason text not null,
  host text not null
);

-- The hosts that have sent from this database. `id` is kept in the host's state directory, `name` is
-- what the host called itself last.
create table installation_host (
  id text primary key,
  name text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  epoch bigint not null
);
