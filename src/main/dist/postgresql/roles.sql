-- Three roles for mailctl on a PostgreSQL server of your own, none of which logs in by itself:
--   mailctl_owner   owns the tables and migrates them
--   mailctl_app     runs: serve, sweep and operators; changes rows, no tables; the audit only grows
--   mailctl_reader  inspects; sees neither the installation's secret nor hashes of tokens
-- Run it in mailctl's database as a superuser, or as the owner of database and tables who may make
-- roles; once more after each upgrade. It can be repeated. Then give them to those who log in:
--   create role mailctl_migrate login in role mailctl_owner;
--   create role mailctl login in role mailctl_app;
--   create role kim login in role mailctl_reader;
-- `mailctl migrate` runs as the first: alter role mailctl_migrate set role mailctl_owner;
do $$
declare
  name text;
  each record;
  schema text := current_schema();
begin
  foreach name in array array['mailctl_owner', 'mailctl_app', 'mailctl_reader'] loop
    begin
      execute format('create role %I nologin', name);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;

  execute format('revoke create on schema %I from public', schema);
  execute format('grant usage, create on schema %I to mailctl_owner', schema);
  execute format('grant usage on schema %I to mailctl_app, mailctl_reader', schema);

  -- Sequences go with the tables that they belong to.
  for each in
    select c.relname from pg_class c
    where c.relnamespace = schema::regnamespace and c.relkind in ('r', 'p', 'v')
  loop
    execute format('alter table %I.%I owner to mailctl_owner', schema, each.relname);
  end loop;
  for each in
    select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = schema::regnamespace
      and not exists (
        select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  loop
    execute format('alter function %s owner to mailctl_owner', each.signature);
    execute format('revoke execute on function %s from public', each.signature);
    execute format('grant execute on function %s to mailctl_app', each.signature);
  end loop;

  execute format('revoke all on all tables in schema %I from mailctl_app, mailctl_reader', schema);
  execute format(
    'grant select, insert, update, delete on all tables in schema %I to mailctl_app', schema);
  execute format('revoke insert, update, delete on %I.flyway_schema_history from mailctl_app', schema);
  execute format('revoke update, delete on %I.audit_entry from mailctl_app', schema);
  execute format('revoke insert, delete on %I.installation from mailctl_app', schema);

  execute format('grant select on all tables in schema %I to mailctl_reader', schema);
  for each in
    select t.relname, string_agg(format('%I', a.attname), ', ') as columns
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where t.relnamespace = schema::regnamespace and t.relname in ('installation', 'api_token')
      and a.attname not in ('secret', 'hash')
    group by t.relname
  loop
    execute format('revoke select on %I.%I from mailctl_reader', schema, each.relname);
    execute format(
      'grant select (%s) on %I.%I to mailctl_reader', each.columns, schema, each.relname);
  end loop;

  -- What later migrations make.
  execute format(
    'alter default privileges for role mailctl_owner in schema %I'
    ' grant select, insert, update, delete on tables to mailctl_app', schema);
  execute format(
    'alter default privileges for role mailctl_owner in schema %I'
    ' grant select on tables to mailctl_reader', schema);
  execute format(
    'alter default privileges for role mailctl_owner in schema %I'
    ' grant execute on functions to mailctl_app', schema);
end
$$;
