create table campaign_template (
  id bigint generated always as identity primary key,
  organization_id bigint not null references organization,
  name text not null check (name <> ''),
  description text not null default '',
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, name)
);
create unique index campaign_template_default on campaign_template (organization_id) where is_default;

create table template_item (
  id bigint generated always as identity primary key,
  campaign_template_id bigint not null references campaign_template on delete cascade,
  position integer not null check (position between 1 and 40),
  name text not null check (name <> ''),
  kind text not null default 'promotional' check (kind in ('promotional', 'transactional')),
  category text not null default '',
  subject text not null check (subject <> ''),
  html text not null default '',
  text text not null default '',
  filter jsonb not null default '{}' check (jsonb_typeof(filter) = 'object'),
  trigger text not null,
  enabled boolean not null default true,
  unique (campaign_template_id, position),
  check (html <> '' or text <> '')
);

-- The emails of an event. Status and reason are one thing told in two columns: paused and held say
-- why, failed may, the others have nothing to explain.
create table scheduled_email (
  id bigint generated always as identity primary key,
  event_id bigint not null references event,
  template_item_id bigint references template_item on delete set null,
  name text not null check (name <> ''),
  kind text not null default 'promotional' check (kind in ('promotional', 'transactional')),
  status text not null check (
    status in ('paused', 'scheduled', 'active', 'sending', 'held', 'sent', 'failed', 'cancelled')),
  status_reason text,
  subject text not null check (subject <> ''),
  html text not null default '',
  text text not null default '',
  filter jsonb not null default '{}' check (jsonb_typeof(filter) = 'object'),
  -- As a person writes it: "7 days before event at 09:00", "at 2026-12-01 09:00".
  trigger text not null,
  -- When the trigger falls due: derived from the trigger, the event's dates and the zone.
  due_at timestamptz,
  -- A person has said that this one goes out however late it is.
  released_at timestamptz,
  -- The first delivery was planned: content and audience rules are frozen from here on.
  started_at timestamptz,
  -- The whole audience was planned.
  planned_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (event_id, template_item_id),
  unique (event_id, name),
  check (html <> '' or text <> ''),
  constraint reason_fits_status check (
    case status
      when 'paused' then
        status_reason in ('operator', 'no_date', 'event_not_live', 'invalid_content')
      when 'held' then status_reason in ('late', 'canary', 'plan_drift')
      when 'failed' then status_reason in ('nobody_accepted', 'empty_audience')
      else status_reason is null
    end),
  constraint scheduled_has_due_time check (status <> 'scheduled' or due_at is not null),
  constraint planned_when_sending check (
    status not in ('sending', 'sent', 'failed') or planned_at is not null),
  constraint finished_when_final check ((status in ('sent', 'failed')) = (finished_at is not null))
);
create index scheduled_email_due on scheduled_email (due_at) where status = 'scheduled';
create index scheduled_email_waiting on scheduled_email (event_id)
  where status = 'paused' and status_reason = 'event_not_live';
create index scheduled_email_open on scheduled_email (id) where status = 'sending';

create function scheduled_email_frozen() returns trigger language plpgsql as $$
begin
  if (new.subject, new.html, new.text, new.filter, new.event_id)
      is distinct from (old.subject, old.html, old.text, old.filter, old.event_id) then
    raise exception 'scheduled email % has started sending: its content is frozen', old.id
      using errcode = 'check_violation', constraint = 'scheduled_email_frozen';
  end if;
  return new;
end
$$;
create trigger scheduled_email_frozen before update on scheduled_email
  for each row when (old.started_at is not null) execute function scheduled_email_frozen();
