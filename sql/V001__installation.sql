-- One row: which installation of mailctl this database belongs to. Every message carries the id, so
-- that provider events of another installation on the same SendGrid account are told apart.
create table installation (
  only_one boolean primary key default true check (only_one),
  id text not null check (id ~ '^[a-z0-9]{8}$'),
  -- Signs unsubscribe links; never leaves the database.
  secret bytea not null check (octet_length(secret) = 32),
  -- Where this row is at home: of which server, which database there, and, of the embedded one, which
  -- folder. A copy brings the row along and finds itself elsewhere.
  system_identifier bigint,
  database_oid bigint not null,
  place text,
  generation integer not null default 1,
  -- Goes up whenever a process starts to send. Every host remembers the highest that it saw: a
  -- database that is behind it was restored.
  epoch bigint not null default 0,
  created_at timestamptz not null default now()
);

insert into installation (id, secret, database_oid)
values (
  substr(md5(gen_random_uuid()::text), 1, 8),
  sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea),
  (select oid::bigint from pg_database where datname = current_database())
);

-- The system identifier tells a copied or restored database from its original. Not every managed
-- server lets us read it; then the column stays empty.
do $$
begin
  update installation set system_identifier = (select system_identifier from pg_control_system());
exception
  when insufficient_privilege then null;
end
$$;
