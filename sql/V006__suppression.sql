-- Who must not be mailed, at which scope, why, and how we know.
create table suppression (
  id bigint generated always as identity primary key,
  email text not null check (email = lower(email) and email like '%_@_%'),
  scope text not null check (scope in ('global', 'organization', 'event')),
  organization_id bigint references organization,
  event_id bigint references event,
  reason text not null check (
    reason in ('unsubscribed', 'spam_report', 'hard_bounce', 'invalid', 'manual', 'imported')),
  source text not null check (source in ('provider_event', 'unsubscribe_link', 'operator', 'import')),
  -- Names the one proof; a replay of it never suppresses again what a person lifted.
  evidence text not null,
  suppressed_at timestamptz not null,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_by text,
  constraint scope_names_its_owner check (
    case scope
      when 'global' then num_nonnulls(organization_id, event_id) = 0
      when 'organization' then organization_id is not null and event_id is null
      else event_id is not null and organization_id is null
    end),
  constraint lifted_by_someone check ((lifted_at is null) = (lifted_by is null)),
  unique (email, evidence)
);
create index suppression_active on suppression (email) where lifted_at is null;
