-- Since when the history of provider events is whole. Null: nothing was ever pruned. What happened
-- before is in the accumulators of the attempts alone, so such an event can be counted no more.
create table history_horizon (
  id boolean primary key default true check (id),
  since timestamptz
);
insert into history_horizon default values;
