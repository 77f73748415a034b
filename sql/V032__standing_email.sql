-- What a standing email answers; null for all that goes out at a time. The words are those of its
-- trigger in the form in which mailctl writes it.
alter table scheduled_email add column answers_to text generated always as (
  case lower(trigger)
    when 'on invitation' then 'invitation'
    when 'on application' then 'application'
    when 'on approval' then 'approval'
    when 'on waitlist' then 'waitlist'
    when 'on rejection' then 'rejection'
    when 'on payment received' then 'payment'
    when 'on category change' then 'category_change'
    when 'on event update' then 'event_update'
    when 'on event cancellation' then 'event_cancellation'
  end) stored;
create index scheduled_email_standing on scheduled_email (event_id, answers_to)
  where answers_to is not null;

-- What happened and was not turned into deliveries yet, one row for each email that answers it. It
-- is written in the transaction that made it happen, whoever made it, and goes away in the one that
-- plans the delivery: so there is one, and never two.
create table happening (
  id bigint generated always as identity primary key,
  scheduled_email_id bigint not null references scheduled_email on delete cascade,
  -- Null where it happened to the event, and so to everybody.
  registration_id bigint references registration on delete cascade,
  happened_at timestamptz not null default clock_timestamp()
);
create index happening_email on happening (scheduled_email_id, id);
create index happening_registration on happening (registration_id);

-- What a standing email said when something happened: an edit reaches what happens after it.
create table email_content (
  id bigint generated always as identity primary key,
  scheduled_email_id bigint not null references scheduled_email,
  subject text not null check (subject <> ''),
  html text not null,
  text text not null,
  frozen_at timestamptz not null,
  check (html <> '' or text <> '')
);
create index email_content_email on email_content (scheduled_email_id, id);

-- Which of them a delivery brings; only deliveries of standing emails have a row.
create table delivery_content (
  delivery_id bigint primary key references delivery,
  email_content_id bigint not null references email_content
);

-- Compares rows before and after a statement. Whoever loads what happened long ago says so for the
-- transaction: set local mailctl.silent = 'on'.
create function note_registration_changes() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if current_setting('mailctl.silent', true) = 'on'
      or not exists (select from scheduled_email where answers_to is not null) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into happening (scheduled_email_id, registration_id)
    select s.id, n.id
    from new_registrations n
    join event e on e.id = n.event_id and e.status = 'live'
    join scheduled_email s on s.event_id = n.event_id and s.status in ('active', 'paused')
    where case s.answers_to
        when 'invitation' then n.status = 'invited'
        when 'application' then n.status = 'pending'
        when 'approval' then n.status = 'approved'
        when 'waitlist' then n.status = 'waitlisted'
        when 'rejection' then n.status = 'rejected'
        when 'payment' then n.payment_status = 'paid'
      end
    order by n.id, s.id;
  else
    insert into happening (scheduled_email_id, registration_id)
    select s.id, n.id
    from new_registrations n
    join old_registrations o on o.id = n.id
    join event e on e.id = n.event_id and e.status = 'live'
    join scheduled_email s on s.event_id = n.event_id and s.status in ('active', 'paused')
    where case s.answers_to
        when 'invitation' then n.status = 'invited' and o.status <> 'invited'
        when 'application' then n.status = 'pending' and o.status in ('invited', 'cancelled')
        when 'approval' then n.status = 'approved' and o.status not in ('approved', 'confirmed')
        when 'waitlist' then n.status = 'waitlisted' and o.status <> 'waitlisted'
        when 'rejection' then n.status = 'rejected' and o.status <> 'rejected'
        when 'payment' then n.payment_status = 'paid' and o.payment_status <> 'paid'
        when 'category_change' then n.category <> o.category and '' not in (n.category, o.category)
      end
    order by n.id, s.id;
  end if;
  return null;
end
$$;
create trigger registrations_came after insert on registration
  referencing new table as new_registrations
  for each statement execute function note_registration_changes();
create trigger registrations_changed after update on registration
  referencing old table as old_registrations new table as new_registrations
  for each statement execute function note_registration_changes();

-- What people must hear of: when and where it is, what it is called, that it is off. Several changes
-- that nobody was told of yet are told as one.
create function note_event_change() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if current_setting('mailctl.silent', true) = 'on' then
    return null;
  end if;
  insert into happening (scheduled_email_id)
  select s.id from scheduled_email s
  where s.event_id = new.id and s.status in ('active', 'paused')
    and s.answers_to = case new.status when 'cancelled' then 'event_cancellation'
      else 'event_update' end
  order by s.id;
  return null;
end
$$;
create trigger event_changed after update on event
  for each row
  when (old.status = 'live' and (
    new.status = 'cancelled'
    or new.status = 'live' and (old.title, old.event_date, old.event_end_date, old.event_time,
        old.venue, old.location)
      is distinct from (new.title, new.event_date, new.event_end_date, new.event_time, new.venue,
        new.location)))
  execute function note_event_change();
