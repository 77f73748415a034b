-- People who asked to be forgotten: of their address nothing is kept but a keyed hash.
create table erased_address (
  hash bytea primary key check (octet_length(hash) = 32),
  -- How often: who was registered again since, and forgotten again, gets another pseudonym.
  times integer not null default 1 check (times > 0),
  erased_at timestamptz not null,
  erased_by text not null check (erased_by <> '')
);

-- Without the installation's secret nobody can tell whether a hash is that of an address.
create function erasure_hash(value text) returns bytea language sql stable as $$
  select sha256(i.secret || sha256(i.secret || convert_to('mailctl erasure 1:' || lower(value), 'UTF8')))
  from installation i
$$;

-- What stands in the place of an address.
create function erasure_pseudonym(hash bytea, times integer) returns text language sql immutable as $$
  select 'erased-' || left(encode(hash, 'hex'), 32)
    || case when times > 1 then '-' || times else '' end || '@erased.invalid'
$$;

alter table suppression
  drop constraint suppression_reason_check,
  add constraint suppression_reason_check check (
    reason in (
      'unsubscribed', 'spam_report', 'hard_bounce', 'invalid', 'manual', 'imported', 'erased')),
  drop constraint suppression_source_check,
  add constraint suppression_source_check check (
    source in ('provider_event', 'unsubscribe_link', 'operator', 'import', 'erasure'));

-- Whoever registers a person who was forgotten: the address stays suppressed, from the same
-- transaction on.
create function registration_of_erased() returns trigger language plpgsql as $$
begin
  if exists (select from erased_address) then
    insert into suppression (email, scope, reason, source, evidence, suppressed_at)
    select lower(new.email), 'global', 'erased', 'erasure',
      'erasure ' || left(encode(e.hash, 'hex'), 12), e.erased_at
    from erased_address e where e.hash = erasure_hash(new.email)
    on conflict (email, evidence) do nothing;
  end if;
  return null;
end
$$;
create trigger registration_of_erased after insert or update of email on registration
  for each row execute function registration_of_erased();

-- Opt-outs from mail that is not ours have no delivery to be found by.
create index provider_event_wish on provider_event (email) where delivery_id is null;

-- Since when a post is not byte for byte what came: an address in it was erased.
alter table webhook_post add column erased_at timestamptz;
