-- How many recipients all processes together may hand to the provider in any second: in all, and
-- to single domains. Without a row there is no such limit.
create table rate_budget (
  -- 'all', or a recipient domain in lower case; that one counts towards 'all', too.
  scope text primary key check (scope = 'all' or scope ~ '^[^@[:space:]A-Z]+\.[^@[:space:]A-Z.]+$'),
  per_second integer not null check (per_second > 0),
  changed_at timestamptz not null default now()
);

-- What was taken of the budgets, for some minutes. In no second, wherever it begins, do the tokens
-- of a scope exceed its budget: this table is the proof.
create table rate_grant (
  id bigint generated always as identity primary key,
  scope text not null,
  granted_at timestamptz not null,
  tokens integer not null check (tokens > 0)
);
create index rate_grant_recent on rate_grant (scope, granted_at);

-- Takes up to `wanted` tokens of every scope that has a budget: as many as all of them allow, or
-- none and how long to wait. The rows of the budgets are locked meanwhile, and every statement in
-- here sees what was committed before it, so that no two callers count the same tokens.
create function take_from_rate_budget(
  scopes text[], wanted integer,
  out granted integer, out wait_ms integer, out waits_for text, out grant_ids bigint[])
language plpgsql as $$
declare
  budget record;
  moment timestamptz;
  used bigint;
  -- Worth a request of its own; less is left to grow.
  enough integer;
  wait integer;
begin
  perform from rate_budget where scope = any (scopes) order by scope for no key update;
  moment := clock_timestamp();
  granted := wanted;
  wait_ms := 0;
  for budget in
    select scope, per_second from rate_budget where scope = any (scopes) order by scope
  loop
    -- A quarter at most, so that several processes have their share.
    granted := least(granted, greatest(1, (budget.per_second + 3) / 4));
  end loop;
  for budget in
    select scope, per_second from rate_budget where scope = any (scopes) order by scope
  loop
    select coalesce(sum(tokens), 0) into used from rate_grant
    where scope = budget.scope and granted_at > moment - interval '1 second';
    enough := least(wanted, granted, greatest(1, budget.per_second / 20));
    if budget.per_second - used >= enough then
      granted := least(granted, budget.per_second - used);
    else
      select ceil(1000 * extract(epoch from g.granted_at + interval '1 second' - moment)) + 1
      into wait
      from (
        select id, granted_at, used - sum(tokens) over (order by granted_at, id) as left_over
        from rate_grant
        where scope = budget.scope and granted_at > moment - interval '1 second') g
      where budget.per_second - g.left_over >= enough
      order by g.granted_at, g.id limit 1;
      if wait > wait_ms then
        wait_ms := wait;
        waits_for := budget.scope;
      end if;
    end if;
  end loop;
  if wait_ms > 0 then
    granted := 0;
    return;
  end if;
  with taken as (
    insert into rate_grant (scope, granted_at, tokens)
    select scope, moment, granted from rate_budget where scope = any (scopes)
    returning id)
  select array_agg(id) into grant_ids from taken;
  if random() < 0.02 then
    delete from rate_grant where granted_at < moment - interval '10 minutes';
  end if;
end
$$;

-- One row: how the provider has treated us lately, for all processes.
create table provider_gate (
  only_one boolean primary key default true check (only_one),
  -- It asked for patience: nobody calls before this time.
  paused_until timestamptz,
  pause_words text not null default '',
  -- How often in a row it asked without saying how long.
  pauses integer not null default 0,
  -- Time-outs, 5xx and connections never made, in a row.
  faults integer not null default 0,
  fault_words text not null default '',
  -- The circuit breaker: null when closed; open before this time; half-open after it, when one
  -- process at a time may try.
  open_until timestamptz,
  openings integer not null default 0,
  probe uuid,
  probe_until timestamptz,
  constraint probe_is_whole check ((probe is null) = (probe_until is null)),
  constraint open_was_opened check ((open_until is null) = (openings = 0))
);
insert into provider_gate default values;
