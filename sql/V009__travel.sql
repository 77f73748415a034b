-- Since when the history of provider events is whole. No row: nothing was ever pruned. Attempts from
-- before that time keep their accumulators: they cannot be derived again.
create table history_horizon (
  id boolean primary key default true check (id),
  since timestamptz not null
);
