-- The reports that serve mails by itself, one for each day however many processes there are: a row
-- is the right to mail that day's, and says what became of it.
create table daily_report (
  -- The day on which it is due, in the zone of the reports.
  day date primary key,
  state text not null check (
    state in ('claimed', 'calling', 'waiting', 'sent', 'in_doubt', 'given_up')),
  -- Who may mail it; a process that lost its lease no longer matches.
  owner uuid not null,
  lease_until timestamptz not null,
  tries integer not null default 1 check (tries > 0),
  -- When to try again.
  next_try_at timestamptz,
  message_id text,
  -- Why it is not sent, in the provider's words or ours.
  words text not null default '',
  changed_at timestamptz not null,
  constraint waiting_for_a_time check ((state = 'waiting') = (next_try_at is not null))
);
create index daily_report_open on daily_report (day) where state in ('claimed', 'calling', 'waiting');
