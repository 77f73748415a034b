create table organization (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9_-]*$'),
  name text not null check (name <> ''),
  -- The sender of its mail, a verified identity at SendGrid; replies go to reply_to when it is set.
  email text not null check (email like '%_@_%'),
  reply_to text check (reply_to like '%_@_%'),
  -- An IANA zone; local times of its events and emails are read in it.
  time_zone text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table event (
  id bigint generated always as identity primary key,
  organization_id bigint not null references organization,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9_-]*$'),
  title text not null check (title <> ''),
  description text not null default '',
  -- Only a live event sends.
  status text not null default 'draft' check (status in ('draft', 'live', 'cancelled')),
  event_date date,
  event_end_date date,
  event_time text not null default '',
  venue text not null default '',
  location text not null default '',
  age_restriction text not null default '',
  application_deadline date,
  payment_deadline date,
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- The change that the event's emails were last brought in line with.
  followed_at timestamptz,
  check (event_end_date >= event_date)
);
create index event_organization on event (organization_id);
create index event_to_follow on event (id) where followed_at is distinct from updated_at;

create table registration (
  id bigint generated always as identity primary key,
  event_id bigint not null references event,
  email text not null check (email like '%_@_%' and email !~ '[[:space:][:cntrl:]]'),
  name text not null default '',
  business_name text not null default '',
  phone text not null default '',
  website text not null default '',
  status text not null default 'pending' check (
    status in ('invited', 'pending', 'approved', 'waitlisted', 'rejected', 'confirmed', 'cancelled')),
  category text not null default '',
  payment_status text not null default 'unpaid' check (
    payment_status in ('unpaid', 'pending', 'paid', 'overdue', 'refunded', 'waived')),
  registered_on date,
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index registration_event_email on registration (event_id, lower(email));
-- An opt-out of mail that is not ours is honoured for addresses that we know.
create index registration_email on registration (lower(email));

-- Other applications change these rows, too; that something changed is noticed by its time.
create function touch_updated_at() returns trigger language plpgsql as $$
begin
  if new.updated_at = old.updated_at then
    new.updated_at := clock_timestamp();
  end if;
  return new;
end
$$;
create trigger event_updated before update on event
  for each row
  when (old is distinct from new and old.followed_at is not distinct from new.followed_at)
  execute function touch_updated_at();
create trigger registration_updated before update on registration
  for each row when (old is distinct from new) execute function touch_updated_at();
