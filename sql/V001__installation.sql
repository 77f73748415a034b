-- One row: which installation of mailctl this database belongs to. Every message carries the id, so
-- that provider events of another installation on the same SendGrid account are told apart.
create table installation (
  only_one boolean primary key default true check (only_one),
  id text not null check (id ~ '^[a-z0-9]{8}$'),
  -- Signs unsubscribe links; never leaves the database.
  secret bytea not null check (octet_length(secret) = 32),
  system_identifier bigint,
  generation integer not null default 1,
  created_at timestamptz not null default now()
);

insert into installation (id, secret)
values (
  substr(md5(gen_random_uuid()::text), 1, 8),
  sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea)
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
