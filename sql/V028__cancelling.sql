-- A person cancelled it at this time, and not all of its deliveries say so yet: there may be a
-- million of them. Null when they do.
alter table scheduled_email add column cancelling_since timestamptz;
create index scheduled_email_cancelling on scheduled_email (id) where cancelling_since is not null;
