-- Every claim enters its rows into each index anew, and addresses come in no order: one index by
-- address instead of two. A skipped duplicate has no claim on the address; null stands for none.
create unique index delivery_by_address on delivery (
  lower(email), scheduled_email_id,
  (case when skip_reason is distinct from 'duplicate_address' then occurrence end));
drop index delivery_address;
drop index delivery_email;
