-- Pieces that the templates of an organization share: {{> footer}}.
create table partial (
  id bigint generated always as identity primary key,
  organization_id bigint not null references organization,
  name text not null check (name ~ '^[a-z][a-z0-9_-]{0,59}$'),
  html text not null default '',
  text text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, name),
  check (html <> '' or text <> '')
);

-- As they were when an email started: its content is frozen, and so is what it includes.
create table frozen_partial (
  scheduled_email_id bigint not null references scheduled_email on delete cascade,
  name text not null,
  html text not null,
  text text not null,
  primary key (scheduled_email_id, name)
);
