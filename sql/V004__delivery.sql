-- One scheduled email to one registration. The columns come in two groups: what was decided (inputs)
-- and what follows from it and from the attempts (the fold, which can be derived again at any time).
create table delivery (
  id bigint generated always as identity primary key,
  scheduled_email_id bigint not null references scheduled_email,
  registration_id bigint not null references registration,
  -- 0 but for standing emails, where each occurrence is a delivery of its own.
  occurrence integer not null default 0 check (occurrence >= 0),
  email text not null,
  created_at timestamptz not null,

  -- Inputs.
  skip_reason text check (
    skip_reason in ('suppressed', 'duplicate_address', 'invalid_address', 'not_renderable')),
  skip_detail text not null default '',
  skipped_at timestamptz,
  cancelled_at timestamptz,
  -- The next attempt may not be claimed before this time.
  not_before timestamptz,
  -- A person asked for one more attempt; cleared when it is claimed.
  resend_at timestamptz,
  -- Set while a 400 that named nobody is narrowed: the largest request this one may travel in.
  batch_limit integer check (batch_limit > 0),
  -- Goes out before the rest, which waits for what becomes of it.
  canary boolean not null default false,

  -- The fold.
  status text not null check (
    status in ('queued', 'sending', 'sent', 'deferred', 'delivered', 'retrying', 'bounced', 'dropped',
      'failed', 'in_doubt', 'skipped', 'cancelled')),
  -- When that became so: the provider event's time, not ours, where an event decided.
  status_at timestamptz not null,
  -- When the next attempt is due; null when there must not be one.
  due_at timestamptz,
  block_class text,
  reason text not null default '',
  attempts integer not null default 0 check (attempts >= 0),

  unique (scheduled_email_id, registration_id, occurrence),
  constraint skipped_for_a_reason check (
    (status <> 'skipped' or skip_reason is not null)
    and (skip_reason is null) = (skipped_at is null)),
  constraint due_only_when_claimable check ((due_at is not null) = (status in ('queued', 'retrying')))
) with (fillfactor = 50);
-- A skipped duplicate has no claim on the address.
create unique index delivery_address on delivery (scheduled_email_id, lower(email), occurrence)
  where skip_reason is distinct from 'duplicate_address';
create index delivery_canary on delivery (scheduled_email_id) where canary;
create index delivery_registration on delivery (registration_id);
create index delivery_email on delivery (lower(email));
-- Both touch only what is due, and stay out of the way of updates that change neither.
create index delivery_due on delivery (due_at) where due_at is not null;
create index delivery_due_by_email on delivery (scheduled_email_id, due_at, id)
  where due_at is not null;

-- One API request, one answer, one message id, for up to 1,000 attempts.
create table submission (
  id bigint generated always as identity primary key,
  scheduled_email_id bigint not null references scheduled_email,
  state text not null check (
    state in ('claimed', 'calling', 'accepted', 'rejected', 'returned', 'in_doubt', 'given_up')),
  -- Who may call and settle it; a process that lost its lease no longer matches.
  owner uuid not null,
  lease_until timestamptz not null,
  recipients integer not null check (recipients between 1 and 1000),
  message_id text,
  -- The provider's words, or how we know: 'provider event', 'lease ran out', ...
  detail text not null default '',
  claimed_at timestamptz not null,
  called_at timestamptz,
  settled_at timestamptz,
  constraint settled_when_final check ((state in ('claimed', 'calling')) = (settled_at is null)),
  constraint called_before_answer check (state in ('claimed', 'returned') or called_at is not null)
);
create index submission_email on submission (scheduled_email_id);
create index submission_message_id on submission (message_id) where message_id is not null;
create index submission_lease on submission (lease_until) where state in ('claimed', 'calling');
create index submission_accepted on submission (called_at) where state = 'accepted';
create index submission_in_doubt on submission (id) where state = 'in_doubt';

-- A delivery's place in a submission, and the accumulator of its provider events: everything the
-- status needs, merged in any order, so that it outlives the pruning of the history.
create table attempt (
  id bigint generated always as identity primary key,
  delivery_id bigint not null references delivery,
  number integer not null check (number > 0),
  submission_id bigint not null references submission,
  origin text not null check (origin in ('plan', 'retry', 'resend')),
  email text not null,
  -- The provider refused this recipient by name.
  rejection text,

  -- The strongest outcome so far, the event that spoke it, and what it said.
  outcome text check (
    outcome in ('processed', 'deferred', 'delivered', 'blocked', 'dropped', 'bounced')),
  outcome_at timestamptz,
  outcome_fingerprint uuid,
  outcome_class text,
  outcome_reason text,
  first_event_at timestamptz,
  last_event_at timestamptz,
  delivered_at timestamptz,
  -- Facts beside the status. Visits are counted as a person's or a machine's, never as both.
  spam_reported_at timestamptz,
  unsubscribed_at timestamptz,
  opens integer not null default 0,
  first_opened_at timestamptz,
  last_opened_at timestamptz,
  machine_opens integer not null default 0,
  first_machine_opened_at timestamptz,
  last_machine_opened_at timestamptz,
  clicks integer not null default 0,
  first_clicked_at timestamptz,
  last_clicked_at timestamptz,
  machine_clicks integer not null default 0,
  first_machine_clicked_at timestamptz,
  last_machine_clicked_at timestamptz,

  -- Its submission came back or was rejected: nothing will be heard of it.
  closed boolean not null default false,
  -- Nothing final has been heard of it. Stored, so that only the event that settles it touches the
  -- index below; the others change no indexed column.
  owed boolean generated always as (
    not closed and rejection is null
    and (outcome is null or outcome in ('processed', 'deferred'))) stored,

  unique (delivery_id, number),
  constraint outcome_is_whole check (
    num_nulls(outcome, outcome_at, outcome_fingerprint) in (0, 3))
) with (fillfactor = 50);
create index attempt_submission on attempt (submission_id);
create index attempt_owed on attempt (submission_id) where owed;
