-- News of an event, which other applications post: each goes to everybody concerned by the standing
-- emails that answer bulletins.
create table bulletin (
  id bigint generated always as identity primary key,
  event_id bigint not null references event,
  title text not null check (title <> '' and title !~ '[[:cntrl:]]'),
  body text not null default '',
  link text not null default '' check (link = '' or link ~ '^https?://[^[:space:]"<>]+$'),
  posted_at timestamptz not null default clock_timestamp()
);
create index bulletin_event on bulletin (event_id, id);

-- The words of a generated column cannot be changed, on every version that is supported.
alter table scheduled_email drop column answers_to;
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
    when 'on bulletin post' then 'bulletin'
  end) stored;
create index scheduled_email_standing on scheduled_email (event_id, answers_to)
  where answers_to is not null;

-- Which one happened, where it was a bulletin: one that is taken back before it was told is not told.
alter table happening add column bulletin_id bigint references bulletin on delete cascade;
create index happening_bulletin on happening (bulletin_id) where bulletin_id is not null;

-- What the bulletin said when the email answered it; null for all other happenings.
alter table email_content add column bulletin jsonb check (jsonb_typeof(bulletin) = 'object');

create function note_bulletins() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if current_setting('mailctl.silent', true) = 'on' then
    return null;
  end if;
  insert into happening (scheduled_email_id, bulletin_id)
  select s.id, n.id
  from new_bulletins n
  join event e on e.id = n.event_id and e.status = 'live'
  join scheduled_email s on s.event_id = n.event_id and s.status in ('active', 'paused')
    and s.answers_to = 'bulletin'
  order by n.id, s.id;
  return null;
end
$$;
create trigger bulletins_came after insert on bulletin
  referencing new table as new_bulletins
  for each statement execute function note_bulletins();
