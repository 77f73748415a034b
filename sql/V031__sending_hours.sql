-- When an organization's mail may go out, in its own zone: not in its quiet hours (which may go over
-- midnight), and on these days alone. What falls due at another time goes out at the next one.
alter table organization
  add column quiet_from time,
  add column quiet_until time,
  add column send_days text[] not null default '{mon,tue,wed,thu,fri,sat,sun}',
  add constraint quiet_hours_are_whole check ((quiet_from is null) = (quiet_until is null)),
  add constraint quiet_hours_end check (quiet_from <> quiet_until),
  add constraint send_days_are_days check (
    cardinality(send_days) > 0
    and send_days <@ array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

-- Fails for a zone that does not exist, whoever writes it.
alter table organization add constraint time_zone_exists
  check ((timestamptz '2000-01-01 00:00:00Z' at time zone time_zone) is not null) not valid;

-- Whoever changes them or the zone changes when the emails of all its events are due: those are
-- brought in line as if the events had changed.
create function follow_organization() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  update event set followed_at = null where organization_id = new.id and followed_at is not null;
  return null;
end
$$;
create trigger organization_to_follow after update on organization
  for each row
  when ((old.time_zone, old.quiet_from, old.quiet_until, old.send_days)
    is distinct from (new.time_zone, new.quiet_from, new.quiet_until, new.send_days))
  execute function follow_organization();
