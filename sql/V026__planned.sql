-- How many deliveries were ever planned, written down by those who plan: what the deliveries that
-- are there are compared with. None is ever taken back.
alter table scheduled_email
  add column planned_recipients integer not null default 0 check (planned_recipients >= 0);
update scheduled_email s set planned_recipients = d.deliveries
from (select scheduled_email_id as id, count(*) as deliveries from delivery group by 1) d
where d.id = s.id;

-- Who was mailed twice: an attempt that was taken and not refused, and a later one of the same
-- delivery that was taken, too. Known to a person when one asked for any attempt after the first, up
-- to the later one: what follows a resend follows that person's word.
create view mailed_twice as
select a.delivery_id, a.id as attempt_id, a.number, later.number as later_number,
  exists (
    select from attempt word
    where word.delivery_id = a.delivery_id and word.origin = 'resend'
      and word.number > a.number and word.number <= later.number) as by_hand
from attempt a
join submission s on s.id = a.submission_id and s.state = 'accepted'
join attempt later on later.delivery_id = a.delivery_id and later.number > a.number
  and later.rejection is null
join submission ls on ls.id = later.submission_id and ls.state = 'accepted'
where a.rejection is null
  and (a.outcome is null or a.outcome in ('processed', 'deferred', 'delivered'));
