-- Webhook posts that were refused, by hour and reason: a webhook whose key is wrong looks dead, and
-- is not. Written every few seconds at most, whatever comes in.
create table webhook_refusal (
  hour timestamptz not null,
  reason text not null,
  posts bigint not null check (posts > 0),
  last_at timestamptz not null,
  primary key (hour, reason)
);
