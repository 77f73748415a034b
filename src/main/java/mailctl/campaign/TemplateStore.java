package mailctl.campaign;

import static mailctl.database.schema.Tables.CAMPAIGN_TEMPLATE;
import static mailctl.database.schema.Tables.TEMPLATE_ITEM;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.audience.OrganizationId;
import mailctl.audience.RecipientFilter;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.TemplateItemRecord;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/// Campaign templates and their items.
public final class TemplateStore {
  /// A template in a list.
  public record Summary(
      long id, OrganizationId organization, String name, boolean isDefault, int items) {}

  /// Of one organization, or of all, by name.
  public List<Summary> list(Tx tx, Optional<OrganizationId> organization) {
    var items =
        DSL.field(
            DSL.selectCount()
                .from(TEMPLATE_ITEM)
                .where(TEMPLATE_ITEM.CAMPAIGN_TEMPLATE_ID.eq(CAMPAIGN_TEMPLATE.ID)));
    return tx.dsl()
        .select(
            CAMPAIGN_TEMPLATE.ID,
            CAMPAIGN_TEMPLATE.ORGANIZATION_ID,
            CAMPAIGN_TEMPLATE.NAME,
            CAMPAIGN_TEMPLATE.IS_DEFAULT,
            items)
        .from(CAMPAIGN_TEMPLATE)
        .where(
            organization
                .map(id -> CAMPAIGN_TEMPLATE.ORGANIZATION_ID.eq(id.value()))
                .orElse(DSL.noCondition()))
        .orderBy(CAMPAIGN_TEMPLATE.NAME, CAMPAIGN_TEMPLATE.ID)
        .fetch(
            row ->
                new Summary(
                    row.value1(),
                    new OrganizationId(row.value2()),
                    row.value3(),
                    row.value4(),
                    row.value5()));
  }

  public Optional<CampaignTemplate> find(Tx tx, long id) {
    List<CampaignTemplate.Item> items =
        tx.dsl()
            .selectFrom(TEMPLATE_ITEM)
            .where(TEMPLATE_ITEM.CAMPAIGN_TEMPLATE_ID.eq(id))
            .orderBy(TEMPLATE_ITEM.POSITION)
            .fetch(TemplateStore::item);
    return tx.dsl()
        .selectFrom(CAMPAIGN_TEMPLATE)
        .where(CAMPAIGN_TEMPLATE.ID.eq(id))
        .fetchOptional(
            row ->
                new CampaignTemplate(
                    row.getName(), row.getDescription(), row.getIsDefault(), items));
  }

  public Optional<Long> findByName(Tx tx, OrganizationId organization, String name) {
    return tx.dsl()
        .select(CAMPAIGN_TEMPLATE.ID)
        .from(CAMPAIGN_TEMPLATE)
        .where(
            CAMPAIGN_TEMPLATE.ORGANIZATION_ID.eq(organization.value()),
            CAMPAIGN_TEMPLATE.NAME.eq(name))
        .fetchOptional(row -> row.value1());
  }

  long insert(Tx tx, OrganizationId organization, CampaignTemplate template, Instant now) {
    if (template.isDefault()) {
      clearDefault(tx, organization);
    }
    long id =
        tx.dsl()
            .insertInto(CAMPAIGN_TEMPLATE)
            .set(CAMPAIGN_TEMPLATE.ORGANIZATION_ID, organization.value())
            .set(CAMPAIGN_TEMPLATE.NAME, template.name())
            .set(CAMPAIGN_TEMPLATE.DESCRIPTION, template.description())
            .set(CAMPAIGN_TEMPLATE.IS_DEFAULT, template.isDefault())
            .set(CAMPAIGN_TEMPLATE.CREATED_AT, now)
            .set(CAMPAIGN_TEMPLATE.UPDATED_AT, now)
            .returningResult(CAMPAIGN_TEMPLATE.ID)
            .fetchSingle()
            .value1();
    for (int i = 0; i < template.items().size(); i++) {
      write(tx, id, i + 1, template.items().get(i));
    }
    return id;
  }

  /// Writes the items over those at the same position: emails on the schedule keep pointing at
  /// theirs.
  void replace(
      Tx tx, long id, OrganizationId organization, CampaignTemplate template, Instant now) {
    if (template.isDefault()) {
      clearDefault(tx, organization);
    }
    tx.dsl()
        .update(CAMPAIGN_TEMPLATE)
        .set(CAMPAIGN_TEMPLATE.DESCRIPTION, template.description())
        .set(CAMPAIGN_TEMPLATE.IS_DEFAULT, template.isDefault())
        .set(CAMPAIGN_TEMPLATE.UPDATED_AT, now)
        .where(CAMPAIGN_TEMPLATE.ID.eq(id))
        .execute();
    for (int i = 0; i < template.items().size(); i++) {
      write(tx, id, i + 1, template.items().get(i));
    }
    tx.dsl()
        .deleteFrom(TEMPLATE_ITEM)
        .where(
            TEMPLATE_ITEM.CAMPAIGN_TEMPLATE_ID.eq(id),
            TEMPLATE_ITEM.POSITION.gt(template.items().size()))
        .execute();
  }

  private static void clearDefault(Tx tx, OrganizationId organization) {
    tx.dsl()
        .update(CAMPAIGN_TEMPLATE)
        .set(CAMPAIGN_TEMPLATE.IS_DEFAULT, false)
        .where(
            CAMPAIGN_TEMPLATE.ORGANIZATION_ID.eq(organization.value()),
            CAMPAIGN_TEMPLATE.IS_DEFAULT.isTrue())
        .execute();
  }

  private static void write(Tx tx, long template, int position, CampaignTemplate.Item item) {
    Draft draft = item.draft();
    TemplateItemRecord row = tx.dsl().newRecord(TEMPLATE_ITEM);
    row.setCampaignTemplateId(template);
    row.setPosition(position);
    row.setName(draft.name());
    row.setKind(draft.kind().text());
    row.setCategory(item.category());
    row.setSubject(draft.content().subject());
    row.setHtml(draft.content().html());
    row.setText(draft.content().text());
    row.setFilter(JSONB.valueOf(draft.content().filter()));
    row.setTrigger(draft.trigger().text());
    row.setEnabled(item.enabled());
    tx.dsl()
        .insertInto(TEMPLATE_ITEM)
        .set(row)
        .onConflict(TEMPLATE_ITEM.CAMPAIGN_TEMPLATE_ID, TEMPLATE_ITEM.POSITION)
        .doUpdate()
        .set(row)
        .execute();
  }

  private static CampaignTemplate.Item item(TemplateItemRecord row) {
    EmailContent content =
        new EmailContent(
            row.getSubject(),
            row.getHtml(),
            row.getText(),
            RecipientFilter.ofJson(row.getFilter().data()).toJson());
    Draft draft =
        new Draft(
            row.getName(), EmailKind.of(row.getKind()), content, Trigger.parse(row.getTrigger()));
    return new CampaignTemplate.Item(draft, row.getCategory(), row.getEnabled());
  }
}
