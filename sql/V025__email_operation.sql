-- What people did to scheduled emails: of two at once the one who comes second is told who was first.
create table email_operation (
  id bigint generated always as identity primary key,
  scheduled_email_id bigint not null references scheduled_email on delete cascade,
  kind text not null check (kind in ('paused', 'resumed', 'cancelled', 'moved')),
  who text not null check (who <> ''),
  at timestamptz not null
);
create index email_operation_email on email_operation (scheduled_email_id, id);
