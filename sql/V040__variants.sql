-- An email, or an email of a template, of which there are several versions: a share of its
-- recipients gets one each, the better one goes to the rest.
create table experiment (
  id bigint generated always as identity primary key,
  scheduled_email_id bigint unique references scheduled_email on delete cascade,
  template_item_id bigint unique references template_item on delete cascade,
  -- In percent: how many go first, and how many complaints among them stop it.
  share numeric(7, 4) not null check (share > 0 and share <= 100),
  max_complaints numeric(7, 4) not null check (max_complaints > 0 and max_complaints <= 100),
  metric text not null check (metric in ('delivered', 'clicks', 'link')),
  -- Clicks on addresses that begin so are counted.
  link text,
  -- How often a winner may be found where there is none.
  alpha numeric(6, 5) not null check (alpha > 0 and alpha <= 0.5),
  min_recipients integer not null check (min_recipients > 0),
  deadline_minutes integer not null check (deadline_minutes > 0),

  -- Null until its email starts.
  state text check (state in ('running', 'decided', 'no_winner', 'stopped')),
  -- Says with the id of a registration which version that one gets; from the installation's secret.
  key bytea check (octet_length(key) = 32),
  started_at timestamptz,
  deadline_at timestamptz,
  next_look_at timestamptz,
  winner text,
  -- What those get who waited.
  rest_gets text,
  words text not null default '',
  decided_at timestamptz,
  decided_by text,
  -- Nobody waits for the decision any more.
  carried_out_at timestamptz,
  constraint experiment_of_one check (num_nonnulls(scheduled_email_id, template_item_id) = 1),
  constraint link_is_named check ((metric = 'link') = (link is not null)),
  constraint templates_do_not_run check (state is null or scheduled_email_id is not null),
  constraint started_with_key check (
    state is null or num_nulls(key, started_at, deadline_at) = 0),
  constraint decided_by_someone check (
    (coalesce(state, 'running') = 'running') = (decided_at is null)
    and num_nonnulls(decided_at, decided_by, rest_gets) in (0, 3)
    and (winner is not null) = (state is not null and state = 'decided'))
);
create index experiment_open on experiment (id)
  where state is not null and carried_out_at is null;

-- A version; what is null it takes from the email.
create table variant (
  experiment_id bigint not null references experiment on delete cascade,
  name text not null check (name ~ '^[a-z]$'),
  -- In percent of those who go first; null: all the same.
  weight integer check (weight between 1 and 100),
  subject text check (subject <> ''),
  html text,
  text text,
  primary key (experiment_id, name)
);

-- What was known of each version when it was decided.
create table variant_result (
  experiment_id bigint not null references experiment on delete cascade,
  variant text not null,
  planned integer not null,
  sent integer not null,
  delivered integer not null,
  failed integer not null,
  opened integer not null,
  clicked integer not null,
  linked integer not null,
  complained integer not null,
  unsubscribed integer not null,
  primary key (experiment_id, variant)
);

-- Frozen with the content of the email.
create function experiment_frozen() returns trigger language plpgsql as $$
declare
  email bigint;
begin
  if tg_table_name = 'variant' then
    select e.scheduled_email_id into email from experiment e
    where e.id = case tg_op when 'DELETE' then old.experiment_id else new.experiment_id end;
  else
    email := case tg_op when 'DELETE' then old.scheduled_email_id else new.scheduled_email_id end;
  end if;
  if email is not null
      and exists (select from scheduled_email where id = email and started_at is not null) then
    raise exception 'scheduled email % has started sending: its variants are frozen', email
      using errcode = 'check_violation', constraint = 'experiment_frozen';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
create trigger variant_frozen before insert or update or delete on variant
  for each row execute function experiment_frozen();
create trigger experiment_frozen before insert or delete on experiment
  for each row execute function experiment_frozen();
create trigger experiment_settings_frozen before update on experiment
  for each row
  when ((old.share, old.max_complaints, old.metric, old.link, old.alpha, old.min_recipients,
      old.deadline_minutes, old.scheduled_email_id)
    is distinct from (new.share, new.max_complaints, new.metric, new.link, new.alpha,
      new.min_recipients, new.deadline_minutes, new.scheduled_email_id))
  execute function experiment_frozen();

-- Which version it brings; null while that is open, and where there is one only.
alter table delivery
  add column variant text,
  -- One of those who went first, by whom it is decided.
  add column tested boolean not null default false;
create index delivery_tested on delivery (scheduled_email_id) where tested;

-- The key of an email's variants. Without the installation's secret nobody can make it.
create function variant_key(email bigint) returns bytea language sql stable as $$
  select sha256(i.secret
    || sha256(i.secret || convert_to('mailctl variants 1:' || email::text, 'UTF8')))
  from installation i
$$;

-- Two numbers below 2^48 of a registration: the first says whether it goes first, the second which
-- version it gets.
create function variant_hash(key bytea, registration bigint) returns bytea
language sql immutable as $$
  select sha256(key || sha256(key || int8send(registration)))
$$;
create function variant_number(hash bytea, first integer) returns bigint
language sql immutable as $$
  select ('x' || encode(substring(hash from first for 6), 'hex'))::bit(48)::bigint
$$;
create function variant_goes_first(hash bytea, share numeric) returns boolean
language sql immutable as $$
  select variant_number(hash, 1) < div(share * 281474976710656, 100)
$$;
create function variant_drawn(hash bytea, lots text[]) returns text
language sql immutable as $$
  select lots[1 + ((variant_number(hash, 7) * cardinality(lots)) >> 48)::integer]
$$;

-- Each version as often as it weighs.
create function variant_lots(experiment bigint) returns text[] language sql stable as $$
  select array_agg(v.name order by v.name collate "C")
  from variant v cross join generate_series(1, coalesce(v.weight, 1))
  where v.experiment_id = experiment
$$;

-- Too many complaints about all versions hold an email, too.
alter table scheduled_email
  drop constraint reason_fits_status,
  add constraint reason_fits_status check (
    case status
      when 'paused' then
        status_reason in ('operator', 'no_date', 'event_not_live', 'invalid_content')
      when 'held' then status_reason in ('late', 'canary', 'plan_drift', 'complaints')
      when 'failed' then status_reason in ('nobody_accepted', 'empty_audience')
      else status_reason is null
    end);
