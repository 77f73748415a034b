-- Since when the history of provider events is whole. Null: nothing was ever pruned. What happened
-- before is in the accumulators of the attempts alone, so such an event can be counted no more.
create table history_horizon (
  id boolean primary key default true check (id),
  since timestamptz
);
insert into history_horizon default values;

-- Moves the horizon forward, once nobody is counting events any more who saw the old one. False when
-- that took too long: nothing was changed, and those who wait behind it have not waited longer.
create function advance_history_horizon(horizon timestamptz, patience_ms integer)
returns boolean language plpgsql as $$
begin
  perform set_config('lock_timeout', patience_ms::text, true);
  perform pg_advisory_xact_lock(hashtext('mailctl.history_horizon'));
  update history_horizon h set since = horizon where h.since is null or h.since < horizon;
  return true;
exception when lock_not_available or deadlock_detected then
  return false;
end
$$;

-- Forgets a month of the history. False when it is in use for too long: nothing was changed.
create function drop_provider_event_partition(partition_name text, patience_ms integer)
returns boolean language plpgsql as $$
begin
  if partition_name !~ '^provider_event_\d{4}_\d{2}$' then
    raise exception '% is no month of the history', partition_name;
  end if;
  perform set_config('lock_timeout', patience_ms::text, true);
  -- As writers do, the whole first: whoever waits for a month then holds no other.
  lock table provider_event in access exclusive mode;
  execute format('drop table if exists %I', partition_name);
  return true;
exception when lock_not_available or deadlock_detected then
  return false;
end
$$;
