-- What waits for its next attempt, in the order in which it is claimed. It stands beside `delivery`,
-- so that a claim changes no column that an index of `delivery` holds: its rows are rewritten where
-- they are, and not entered into each index anew. Kept by the triggers below, whoever changes a
-- delivery; a claim, which is the one that must be fast, takes its rows away by itself.
create table due_delivery (
  scheduled_email_id bigint not null,
  due_at timestamptz not null,
  delivery_id bigint not null,
  primary key (scheduled_email_id, due_at, delivery_id)
);

insert into due_delivery (scheduled_email_id, due_at, delivery_id)
select scheduled_email_id, due_at, id from delivery where due_at is not null order by 1, 2, 3;

drop index delivery_due;
drop index delivery_due_by_email;

create function due_delivery_of_new() returns trigger language plpgsql as $$
begin
  insert into due_delivery (scheduled_email_id, due_at, delivery_id)
  select scheduled_email_id, due_at, id from new_rows where due_at is not null
  order by 1, 2, 3;
  return null;
end
$$;
create trigger delivery_waits after insert on delivery
  referencing new table as new_rows
  for each statement execute function due_delivery_of_new();

create function due_delivery_of_changed() returns trigger language plpgsql as $$
begin
  if old.due_at is not null then
    delete from due_delivery
    where scheduled_email_id = old.scheduled_email_id and due_at = old.due_at
      and delivery_id = old.id;
  end if;
  if tg_op = 'UPDATE' and new.due_at is not null then
    insert into due_delivery (scheduled_email_id, due_at, delivery_id)
    values (new.scheduled_email_id, new.due_at, new.id)
    on conflict do nothing;
  end if;
  return null;
end
$$;
-- Only a claim makes one `sending` that had a due time.
create trigger delivery_waits_otherwise after update on delivery
  for each row when (old.due_at is distinct from new.due_at and new.status <> 'sending')
  execute function due_delivery_of_changed();
create trigger delivery_waits_no_more after delete on delivery
  for each row when (old.due_at is not null)
  execute function due_delivery_of_changed();

create function due_delivery_of_none() returns trigger language plpgsql as $$
begin
  truncate due_delivery;
  return null;
end
$$;
create trigger delivery_emptied after truncate on delivery
  for each statement execute function due_delivery_of_none();

-- The deliveries that wait, found by what waits.
create view waiting_delivery as
select d.id, q.scheduled_email_id, d.registration_id, d.occurrence, d.email, d.status, q.due_at,
  d.not_before, d.resend_at, d.batch_limit, d.block_class
from due_delivery q join delivery d on d.id = q.delivery_id and d.due_at = q.due_at;

-- The emails that have any, and when the first of them is due. Goes from email to email, and not
-- over all that waits.
create view waiting_email as
with recursive waiting (id) as (
  (select scheduled_email_id from due_delivery order by scheduled_email_id limit 1)
  union all
  select (
    select q.scheduled_email_id from due_delivery q
    where q.scheduled_email_id > w.id order by q.scheduled_email_id limit 1)
  from waiting w where w.id is not null
)
select w.id as scheduled_email_id, first.due_at
from waiting w
cross join lateral (
  select d.due_at from waiting_delivery d
  where d.scheduled_email_id = w.id order by d.due_at, d.id limit 1) first
where w.id is not null;

-- Two checks for every attempt were a quarter of what a claim costs. An attempt is inserted in the
-- statement that makes its submission, with its delivery's row locked, so there is nothing to find
-- out; nobody deletes the rows that it names, which the triggers below see to, and `mailctl verify`
-- looks for attempts that lack one.
alter table attempt
  drop constraint attempt_delivery_id_fkey,
  drop constraint attempt_submission_id_fkey;

create function refuse_while_attempted() returns trigger language plpgsql as $$
begin
  if exists (
    select from attempt
    where (tg_table_name = 'delivery' and delivery_id = old.id)
      or (tg_table_name = 'submission' and submission_id = old.id)
  ) then
    raise foreign_key_violation using
      message = format('%s %s has attempts and cannot be deleted', tg_table_name, old.id);
  end if;
  return old;
end
$$;
create trigger delivery_has_attempts before delete on delivery
  for each row execute function refuse_while_attempted();
create trigger submission_has_attempts before delete on submission
  for each row execute function refuse_while_attempted();
