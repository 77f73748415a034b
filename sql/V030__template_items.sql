-- The emails of a template may change places; they are told apart by their ids, which the emails made
-- from them point at. So two of them share a place until the end of the transaction that moves them.
alter table template_item
  drop constraint template_item_campaign_template_id_position_key,
  add constraint template_item_position unique (campaign_template_id, position)
    deferrable initially deferred;

-- Which emails were made from an item: asked before a template is deleted.
create index scheduled_email_item on scheduled_email (template_item_id)
  where template_item_id is not null;
