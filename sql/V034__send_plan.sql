-- What a person looked at before it is sent: exactly this, or nothing. No addresses and no values,
-- only keyed fingerprints of them.
create table send_plan (
  id bigint generated always as identity primary key,
  scheduled_email_id bigint not null references scheduled_email on delete cascade,
  created_at timestamptz not null,
  -- Of what the email says, to whom, and what it includes.
  content_fingerprint text not null,
  recipients integer not null check (recipients >= 0),
  applied_at timestamptz
);
create index send_plan_email on send_plan (scheduled_email_id);

create table send_plan_member (
  send_plan_id bigint not null references send_plan on delete cascade,
  registration_id bigint not null,
  -- Null for who gets it.
  skip_reason text,
  -- Of the address and the values that the email would have for who gets it.
  fingerprint bigint,
  primary key (send_plan_id, registration_id),
  constraint included_has_fingerprint check ((skip_reason is null) = (fingerprint is not null))
);
