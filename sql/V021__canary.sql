-- Goes out before the rest, which waits for what becomes of it.
alter table delivery add column canary boolean not null default false;
create index delivery_canary on delivery (scheduled_email_id) where canary;

-- A large email whose first recipients are watched before the rest goes out. The flag of the
-- deliveries chosen stands with them; those that wait are due in the year 9999.
create table canary (
  scheduled_email_id bigint primary key references scheduled_email,
  state text not null check (state in ('probing', 'passed', 'failed', 'released')),
  -- As a person wrote it: '1%'.
  share text not null,
  recipients integer not null check (recipients > 0),
  -- How many waited for the verdict.
  held_back integer not null check (held_back > 0),
  started_at timestamptz not null,
  -- What was heard at the last look, and for what reason it was decided, in words.
  heard integer not null default 0,
  bounced integer not null default 0,
  blocked integer not null default 0,
  complained integer not null default 0,
  words text not null default '',
  decided_at timestamptz,
  constraint decided_when_over check ((state = 'probing') = (decided_at is null))
);
create index canary_open on canary (scheduled_email_id) where state in ('probing', 'failed');

-- Blocks that speak of the sender, not of an address, counted by the ten minutes of the events'
-- own times: a sum, so that their order does not matter.
create table domain_blocks (
  domain text not null,
  kind text not null check (kind in ('reputation', 'volume')),
  slot timestamptz not null,
  blocks integer not null check (blocks > 0),
  primary key (domain, kind, slot)
);

-- Domains that get no mail before a time: the latest of all their slots with too many blocks.
create table domain_pace (
  domain text primary key,
  until timestamptz not null,
  kind text not null check (kind in ('reputation', 'volume'))
);
