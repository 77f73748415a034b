-- What settled a doubt, or showed later that it was settled wrongly. The answer that a call got in
-- time is in the submission itself and has no row here.
create table settlement_evidence (
  id bigint generated always as identity primary key,
  submission_id bigint not null references submission,
  -- own_answer: the answer to the call, which came after the call was taken for lost.
  kind text not null check (kind in ('provider_event', 'email_logs', 'person', 'own_answer')),
  -- What the submission became by it.
  state text not null check (state in ('accepted', 'rejected', 'returned', 'given_up')),
  who text not null check (who <> ''),
  words text not null,
  at timestamptz not null
);
create index settlement_evidence_submission on settlement_evidence (submission_id);

-- When the provider's logs were last asked about a doubt, and why they have not settled it.
create table doubt_inquiry (
  submission_id bigint primary key references submission,
  asked_at timestamptz not null,
  words text not null
);

-- The number of the attempt that a person who asked for one more says was lost; when it turns out
-- that it was not, the wish is void. Means something only beside resend_at.
alter table delivery add column resend_lost integer check (resend_lost > 0);
