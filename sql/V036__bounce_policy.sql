-- Which bounces, drops and complaints suppress an address. The latest row holds; without one, what
-- is built in does.
create table bounce_policy (
  id bigint generated always as identity primary key,
  -- YAML, as a person wrote it, in one fixed order.
  rules text not null check (rules <> ''),
  applied_at timestamptz not null,
  applied_by text not null check (applied_by <> '')
);
